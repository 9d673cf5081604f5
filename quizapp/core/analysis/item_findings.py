"""What is wrong with a question as its figures show it, and how that is said."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from quizapp.core.analysis.item_stats import ItemStatistics, OptionFigures

TOO_HARD: Final = 0.30  # share right
TOO_EASY: Final = 0.95
LEAST_R: Final = 0.10
IDLE_SHARE: Final = 0.05  # chosen by fewer, an option does no work
FEWEST_FOR_IDLE: Final = 50  # learners
FEWEST_OPTIONS: Final = 3  # of two, the other one says it all
SURE_SHARE: Final = 0.10  # of all learners, certain of the same wrong option
FEWEST_SURE: Final = 3
FEWEST_TO_TRUST: Final = 30  # learners, below which a finding is an early one


class FindingKind(StrEnum):
    """What may be wrong, the worst first."""

    KEY = "key"  # strong learners choose a distractor more than the key
    WEAK = "weak"  # does not tell strong from weak
    SURE = "sure"  # a wrong option is chosen with confidence
    HARD = "hard"
    IDLE = "idle"  # distractors that nobody chooses
    EASY = "easy"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to look at; `options` are the ids that it is about."""

    kind: FindingKind
    options: tuple[str, ...] = ()
    count: int = 0  # learners, where the words name them


WORST_FIRST: Final = tuple(FindingKind)
LABELS: Final[Mapping[FindingKind, str]] = {
    FindingKind.KEY: "Key may be wrong",
    FindingKind.WEAK: "Tells little apart",
    FindingKind.SURE: "Certain, and wrong",
    FindingKind.HARD: "Very hard",
    FindingKind.IDLE: "Idle options",
    FindingKind.EASY: "Very easy",
}


def findings(figures: ItemStatistics) -> list[Finding]:
    """Return what is to be looked at, the worst first."""
    found = [
        *_wrong_key(figures),
        *_weak(figures),
        *_chosen_with_confidence(figures),
        *([Finding(FindingKind.HARD)] if figures.facility < TOO_HARD else []),
        *([Finding(FindingKind.EASY)] if figures.facility > TOO_EASY else []),
        *_idle(figures),
    ]
    return sorted(found, key=lambda one: WORST_FIRST.index(one.kind))


def is_early(figures: ItemStatistics) -> bool:
    """Tell whether so few learners have answered that chance alone could say so."""
    return figures.n < FEWEST_TO_TRUST


def idle_options(figures: ItemStatistics) -> list[OptionFigures] | None:
    """Return the distractors that hardly anybody chooses, None where it is too early to say."""
    if figures.n < FEWEST_FOR_IDLE or len(figures.options) < FEWEST_OPTIONS:
        return None
    return [
        one for one in figures.options if not one.is_key and one.chosen / figures.n < IDLE_SHARE
    ]


def sentence(finding: Finding, names: Mapping[str, str]) -> str:
    """Say a finding; `names` are what the options are called, by id."""
    which = _listed([names.get(one, one) for one in finding.options])
    return {
        FindingKind.KEY: f"Strong learners choose {which} more than the key: the key may be wrong.",
        FindingKind.WEAK: _weak_words(finding),
        FindingKind.SURE: f"{finding.count} learners chose {which} and were certain of it.",
        FindingKind.HARD: f"Fewer than {TOO_HARD:.0%} get it right.",
        FindingKind.IDLE: f"Hardly anybody chooses {which}.",
        FindingKind.EASY: f"More than {TOO_EASY:.0%} get it right, so it tells little.",
    }[finding.kind]


def option_names(options: Sequence[Mapping[str, object]]) -> dict[str, str]:
    """Return the letters of a bank's options, by id, in the order of the file."""
    return {str(one["id"]): chr(ord("A") + place) for place, one in enumerate(options)}


def trouble(found: Sequence[Finding], figures: ItemStatistics | None) -> tuple[float, float]:
    """Return what sorts the worst question first; those with too few answers come last."""
    if figures is None:
        return len(WORST_FIRST) + 1, 0.0
    worst = WORST_FIRST.index(found[0].kind) if found else len(WORST_FIRST)
    return worst, 1.0 if figures.r is None else figures.r


def _weak_words(finding: Finding) -> str:
    if finding.count:
        return "Those who do well on the other questions miss it more often than the others."
    return "It hardly tells strong learners from weak ones."


def _wrong_key(figures: ItemStatistics) -> list[Finding]:
    """Compare the upper third's favorite distractor with the least chosen key, or the only one."""
    keys = [one.by_third[2] for one in figures.options if one.is_key]
    if figures.thirds is None or not keys:
        return []
    most = max((one.by_third[2] for one in figures.options if not one.is_key), default=0)
    if most <= min(keys):
        return []
    rivals = [one for one in figures.options if not one.is_key and one.by_third[2] == most]
    return [Finding(FindingKind.KEY, tuple(one.option for one in rivals))]


def _weak(figures: ItemStatistics) -> list[Finding]:
    if figures.r is None or figures.r >= LEAST_R:
        return []
    return [Finding(FindingKind.WEAK, count=int(figures.r < 0))]


def _chosen_with_confidence(figures: ItemStatistics) -> list[Finding]:
    least = max(FEWEST_SURE, SURE_SHARE * figures.n)
    return [
        Finding(FindingKind.SURE, (one.option,), one.certain)
        for one in figures.options
        if not one.is_key and one.certain >= least
    ]


def _idle(figures: ItemStatistics) -> list[Finding]:
    idle = idle_options(figures)
    return [Finding(FindingKind.IDLE, tuple(one.option for one in idle))] if idle else []


def _listed(words: Sequence[str]) -> str:
    return " and ".join(filter(None, [", ".join(words[:-1]), *words[-1:]]))
