"""A quiz of the learner's own choice: which questions are meant, and which of them are asked.

Nothing here is random: the same questions on the same day make the same quiz.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Final

from quizapp.core.bank.model import SELF_GRADED_KINDS, Kind

MOST_ASKED: Final = 175  # questions of one quiz: an exam's
USUAL_ASKED: Final = 20
LONGEST_WORDS: Final = 100  # characters to search for


class DeckStatus(StrEnum):
    """What a question is to a learner; one can be several of these."""

    DUE = "due"
    MISSED = "missed"  # and not yet put right
    NEVER_RIGHT = "never-right"
    FLAGGED = "flagged"
    NEW = "new"
    OTHER = "other"  # none of the others


class DeckKind(StrEnum):
    """Kinds of items, as far as answering them differs."""

    CHOICE = "choice"
    TYPED = "typed"
    SORTED = "sorted"
    CARD = "card"
    CASE = "case"  # of any kind, on the story of a case


class DeckMode(StrEnum):
    """When a learner hears how an answer went."""

    STUDY = "study"  # after each answer
    TEST = "test"  # at the end


KINDS: Final[Mapping[Kind, DeckKind]] = MappingProxyType(
    {
        Kind.SINGLE: DeckKind.CHOICE,
        Kind.TRUE_FALSE: DeckKind.CHOICE,
        Kind.MULTI: DeckKind.CHOICE,
        Kind.TYPED: DeckKind.TYPED,
        Kind.NUMERIC: DeckKind.TYPED,
        Kind.ORDER: DeckKind.SORTED,
        Kind.MATCH: DeckKind.SORTED,
        Kind.FLASHCARD: DeckKind.CARD,
        Kind.CLOZE: DeckKind.CARD,
    }
)


_URGENT: Final = (DeckStatus.DUE, DeckStatus.MISSED, DeckStatus.NEW)


@dataclass(frozen=True, slots=True)
class Selection:
    """What a learner wants to be asked. What is empty does not narrow.

    `concept` takes in the concepts below it; `words` all have to stand in the question or its
    explanation; at most `most` questions are asked.
    """

    banks: frozenset[str] = frozenset()
    concept: str = ""
    level: str = ""
    kind: DeckKind | None = None
    statuses: frozenset[DeckStatus] = frozenset()
    words: str = ""
    most: int = USUAL_ASKED
    mode: DeckMode = DeckMode.STUDY

    @property
    def fields(self) -> dict[str, Any]:
        """Return the selection as plain values, sorted, for JSON."""
        return {
            "banks": sorted(self.banks),
            "concept": self.concept,
            "level": self.level,
            "kind": self.kind.value if self.kind else "",
            "statuses": sorted(one.value for one in self.statuses),
            "words": self.words,
            "most": self.most,
            "mode": self.mode.value,
        }


def plain_name(text: str) -> str:
    """Return a name as it is kept: on one line. ValueError when nothing of it can be seen."""
    name = " ".join(text.split())
    if not name or not name.isprintable():
        raise ValueError("a name that cannot be seen")
    return name


def selection_of(fields: Mapping[str, Any]) -> Selection:
    """Return the selection whose `fields` these are. ValueError or TypeError for anything else."""
    texts = [fields.get(name, "") for name in ("concept", "level", "kind", "words")]
    banks, most = fields.get("banks", []), fields.get("most", USUAL_ASKED)
    if not all(isinstance(one, str) for one in (*texts, *banks)) or type(most) is not int:
        raise TypeError("a selection has texts and a number")
    concept, level, kind, words = texts
    if not 1 <= most <= MOST_ASKED or len(words) > LONGEST_WORDS:
        raise ValueError("a selection that no page makes")
    return Selection(
        banks=frozenset(banks),
        concept=concept,
        level=level,
        kind=DeckKind(kind) if kind else None,
        statuses=frozenset(DeckStatus(one) for one in fields.get("statuses", [])),
        words=words,
        most=most,
        mode=DeckMode(fields.get("mode", DeckMode.STUDY)),
    )


@dataclass(frozen=True, slots=True)
class DeckItem:
    """A live question as one learner knows it.

    `part` is the gap to ask, "" without gaps; `concepts` the slugs of its first concept and of
    those above it; `recall` the believed chance to know it today, None when it was never seen.
    """

    item_id: int
    part: str
    bank: str
    concepts: frozenset[str]
    level: str
    kind: Kind
    is_case: bool
    siblings: frozenset[int]
    statuses: frozenset[DeckStatus]
    recall: float | None = None


@dataclass(frozen=True, slots=True)
class Tally:
    """How many questions a selection has, and would have with another bank or status ticked."""

    matching: tuple[DeckItem, ...]
    by_bank: Mapping[str, int]
    by_status: Mapping[DeckStatus, int]


def tally(items: Sequence[DeckItem], chosen: Selection, found: frozenset[int] | None) -> Tally:
    """Return what `chosen` selects of `items`.

    `found` are the ids of the items that have the words searched for, None without any.
    """
    fits = [one for one in items if _fits(one, chosen, found)]
    in_banks = [one for one in fits if not chosen.banks or one.bank in chosen.banks]
    in_statuses = [one for one in fits if _has_status(one, chosen)]
    return Tally(
        matching=tuple(one for one in in_banks if _has_status(one, chosen)),
        by_bank=Counter(one.bank for one in in_statuses),
        by_status=Counter(status for one in in_banks for status in one.statuses),
    )


def drawn(matching: Iterable[DeckItem], most: int) -> list[DeckItem]:
    """Return the questions to ask, at most `most`: the ones that need it first.

    Due before missed before never met before the rest, and of these the least remembered first.
    A question that gives another away waits until there is nothing else.
    """
    taken: list[DeckItem] = []
    waiting: list[DeckItem] = []
    asked: set[int] = set()
    for one in sorted(matching, key=_need):
        if one.siblings & asked:
            waiting.append(one)
        else:
            taken.append(one)
            asked.add(one.item_id)
    return (taken + waiting)[:most]


def mix(asked: Iterable[DeckItem]) -> list[tuple[DeckStatus, int]]:
    """Return what a quiz is made of: each question under the first status that it has."""
    counts = Counter(next(one for one in DeckStatus if one in item.statuses) for item in asked)
    return [(status, counts[status]) for status in DeckStatus if counts[status]]


def _fits(one: DeckItem, chosen: Selection, found: frozenset[int] | None) -> bool:
    """Tell whether a question is meant, whatever its bank and status."""
    is_graded_alone = one.kind in SELF_GRADED_KINDS
    return (
        (found is None or one.item_id in found)
        and (not chosen.concept or chosen.concept in one.concepts)
        and (not chosen.level or chosen.level == one.level)
        and (chosen.kind is None or _is_kind(one, chosen.kind))
        and not (chosen.mode is DeckMode.TEST and is_graded_alone)
    )


def _is_kind(one: DeckItem, kind: DeckKind) -> bool:
    return one.is_case if kind is DeckKind.CASE else KINDS[one.kind] is kind


def _has_status(one: DeckItem, chosen: Selection) -> bool:
    return not chosen.statuses or not chosen.statuses.isdisjoint(one.statuses)


def _need(one: DeckItem) -> tuple[int, float]:
    place = next((n for n, status in enumerate(_URGENT) if status in one.statuses), len(_URGENT))
    return place, one.recall or 0.0
