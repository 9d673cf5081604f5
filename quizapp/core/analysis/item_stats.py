"""What the first answers of learners say about a question: classical item statistics.

A first attempt is a learner's first answer to a question in one series of its revisions. The
formulas, their sources and the thresholds stand in docs/item-analysis.md. Nothing is told of
fewer than `FEWEST` learners.
"""

import statistics
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from math import atanh, sqrt, tanh
from typing import Any, Final, NamedTuple

from quizapp.core.analysis.progress import wilson
from quizapp.core.scheduling.rating import Confidence

Z95: Final = 1.959964  # two-sided 95 % of a standard normal
FEWEST: Final = 10  # learners, below which nothing is told
FEWEST_OTHERS: Final = 20  # other questions of the bank behind a rest score
FIGURES_VERSION: Final = 1  # of what is stored; goes up when the fields change
# How sure, as a number, so that it has a mean.
SURENESS: Final[Mapping[Confidence, int]] = {
    Confidence.GUESSING: 1,
    Confidence.FAIRLY: 2,
    Confidence.CERTAIN: 3,
}


class FirstAttempt(NamedTuple):
    """A learner's first answer to a question in a series; `chosen` are ids of options."""

    learner: int
    is_right: bool
    chosen: tuple[str, ...]
    confidence: Confidence | None
    seconds: float


class Total(NamedTuple):
    """First attempts of a learner at all questions of a bank, and how many of them were right."""

    n: int
    right: int


@dataclass(frozen=True, slots=True)
class OptionFigures:
    """How many chose an option: all, by third of learners, and those who were certain of it."""

    option: str
    is_key: bool
    chosen: int
    by_third: tuple[int, int, int]  # lower, middle, upper; zeros where there are no thirds
    certain: int


@dataclass(frozen=True, slots=True)
class ItemStatistics:
    """The figures of a series, of at least `FEWEST` learners.

    `r` is None where it cannot be told: too few learners with a rest score, or nobody differs.
    `sure_right` and `sure_wrong` are means from 1 (guessing) to 3 (certain) of those who said.
    """

    n: int
    right: int
    r: float | None
    r_n: int  # learners with a rest score
    thirds: tuple[int, int, int] | None  # how many learners are in each
    options: tuple[OptionFigures, ...]  # in the order of the bank; none for other kinds
    sure_right: float | None
    sure_wrong: float | None
    confident_errors: int
    median_seconds: float
    answers: int  # of all, repeated ones too: how often it was looked at
    reports: int

    @property
    def facility(self) -> float:
        return self.right / self.n

    @property
    def facility_interval(self) -> tuple[float, float]:
        """The 95 % interval of Wilson (1927)."""
        return wilson(self.right, self.n, Z95)

    @property
    def r_interval(self) -> tuple[float, float] | None:
        """The 95 % interval of r by Fisher's (1921) transformation."""
        if self.r is None:
            return None
        middle, half = atanh(max(-0.9999, min(0.9999, self.r))), Z95 / sqrt(self.r_n - 3)
        return tanh(middle - half), tanh(middle + half)

    @property
    def reports_per_100(self) -> float:
        """Reports for every hundred answers, which is how often the question was seen."""
        return 100 * self.reports / self.answers if self.answers else 0.0

    @property
    def fields(self) -> dict[str, Any]:
        """What is stored; `statistics_of` reads it."""
        return asdict(self)


def statistics_of(fields: Mapping[str, Any]) -> ItemStatistics | None:
    """Return the figures that were stored, None where there were too few answers."""
    if not fields:
        return None
    options = tuple(
        OptionFigures(**{**one, "by_third": tuple(one["by_third"])}) for one in fields["options"]
    )
    thirds = tuple(fields["thirds"]) if fields["thirds"] else None
    return ItemStatistics(**{**fields, "options": options, "thirds": thirds})


def rest_scores(totals: Mapping[int, Total], own: Iterable[FirstAttempt]) -> dict[int, float]:
    """Return the share right of each learner in the bank without one question.

    `own` are the first attempts at that question which are in the totals. Who answered fewer than
    `FEWEST_OTHERS` other questions has no rest score.
    """
    answered = {one.learner: one.is_right for one in own}
    scores = {}
    for learner, total in totals.items():
        others = total.n - (learner in answered)
        if others >= FEWEST_OTHERS:
            scores[learner] = (total.right - answered.get(learner, False)) / others
    return scores


def item_statistics(
    attempts: Sequence[FirstAttempt],
    rest: Mapping[int, float],
    options: Iterable[tuple[str, bool]] = (),
    *,
    answers: int = 0,
    reports: int = 0,
) -> ItemStatistics | None:
    """Return the figures of a series, None below `FEWEST` learners.

    `options` are (id, is it a key) in the order of the bank; kinds without any have none.
    """
    if len(attempts) < FEWEST:
        return None
    ranked = [(rest[one.learner], one) for one in attempts if one.learner in rest]
    third_of = thirds_of({one.learner: score for score, one in ranked})
    sizes = [list(third_of.values()).count(third) for third in range(3)]
    return ItemStatistics(
        n=len(attempts),
        right=sum(one.is_right for one in attempts),
        r=point_biserial([(one.is_right, score) for score, one in ranked]),
        r_n=len(ranked),
        thirds=(sizes[0], sizes[1], sizes[2]) if third_of else None,
        options=tuple(_option(one, is_key, attempts, third_of) for one, is_key in options),
        sure_right=_mean_sureness(one for one in attempts if one.is_right),
        sure_wrong=_mean_sureness(one for one in attempts if not one.is_right),
        confident_errors=sum(
            one.confidence is Confidence.CERTAIN and not one.is_right for one in attempts
        ),
        median_seconds=statistics.median(one.seconds for one in attempts),
        answers=answers,
        reports=reports,
    )


def point_biserial(pairs: Sequence[tuple[bool, float]]) -> float | None:
    """Return the correlation of being right with the rest score, None where there is none.

    r = (M1 - M0) / s * sqrt(p q), with the standard deviation s of all scores as a population
    (Lord and Novick 1968, Statistical Theories of Mental Test Scores): Pearson's r where
    one side is 0 or 1. As the question is left out of the score, it does not correlate with
    itself (Henrysson 1963, Psychometrika 28, 211-218).
    """
    right = [score for is_right, score in pairs if is_right]
    wrong = [score for is_right, score in pairs if not is_right]
    if len(pairs) < FEWEST or not right or not wrong:
        return None
    mean = statistics.fmean([score for _, score in pairs])
    spread = sqrt(statistics.fmean([(score - mean) ** 2 for _, score in pairs]))
    if spread < 1e-12:  # noqa: PLR2004 - equal but for rounding
        return None
    share = len(right) / len(pairs)
    apart = statistics.fmean(right) - statistics.fmean(wrong)
    return apart / spread * sqrt(share * (1 - share))


def thirds_of(scores: Mapping[int, float]) -> dict[int, int]:
    """Return the third of each learner: 0 the lower, 1 the middle, 2 the upper one.

    By the place in the ranking; those of equal score share the middle of their places and stay
    together, so that no chance parts them. Empty below `FEWEST` learners.
    """
    if len(scores) < FEWEST:
        return {}
    ordered = sorted(scores.values())
    first: dict[float, int] = {}
    count: dict[float, int] = {}
    for place, score in enumerate(ordered):
        first.setdefault(score, place)
        count[score] = count.get(score, 0) + 1
    third = {
        score: _third(2 * place + count[score], 2 * len(ordered)) for score, place in first.items()
    }
    return {learner: third[score] for learner, score in scores.items()}


def _third(place: int, of: int) -> int:
    return 0 if 3 * place < of else 2 if 3 * place > 2 * of else 1


def _option(
    option: str,
    is_key: bool,  # noqa: FBT001 - a pair of the bank
    attempts: Sequence[FirstAttempt],
    third_of: Mapping[int, int],
) -> OptionFigures:
    takers = [one for one in attempts if option in one.chosen]
    thirds = [third_of.get(one.learner) for one in takers]
    return OptionFigures(
        option=option,
        is_key=is_key,
        chosen=len(takers),
        by_third=(thirds.count(0), thirds.count(1), thirds.count(2)),
        certain=sum(one.confidence is Confidence.CERTAIN for one in takers),
    )


def _mean_sureness(attempts: Iterable[FirstAttempt]) -> float | None:
    said = [SURENESS[one.confidence] for one in attempts if one.confidence is not None]
    return statistics.fmean(said) if said else None
