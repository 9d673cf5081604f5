"""What came back and what is known, from one learner's answers in the order they were given."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple, TypeVar

from quizapp.core.scheduling.rating import Confidence, Rating


class Answered(NamedTuple):
    """An answer that stands; `ms` from shown to answered.

    `is_current` says that the key it was judged by has not been corrected since. A tuple by name,
    as a learner has ten thousand of them.
    """

    on: date
    item_id: int
    part: str
    rating: int
    is_right: bool
    confidence: str | None
    ms: int
    is_current: bool

    @property
    def is_recalled(self) -> bool:
        """Right, and not said to be a guess."""
        return self.rating > Rating.AGAIN


class First(NamedTuple):
    """A card's first answer of a study day; `came_back` says that it was answered before."""

    answer: Answered
    came_back: bool


@dataclass(frozen=True, slots=True)
class Tally:
    """`right` of `n` answers."""

    right: int
    n: int


Key = TypeVar("Key")


def tallies(outcomes: Iterable[tuple[Key, bool]]) -> dict[Key, Tally]:
    """Return for each key how many of its outcomes were right, in the order of the keys."""
    counts: dict[Key, list[int]] = {}
    for key, is_right in outcomes:
        count = counts.setdefault(key, [0, 0])
        count[0] += is_right
        count[1] += 1
    return {key: Tally(right, n) for key, (right, n) in counts.items()}


def first_of_days(answers: Iterable[Answered]) -> list[First]:
    """Return each card's first answer of each study day, under the key that it has now.

    A card counts once a day: the repeat at the end of a session is practice.
    """
    found: list[First] = []
    days: set[tuple[int, str, date]] = set()
    cards: set[tuple[int, str]] = set()
    for answer in answers:
        on, item_id, part = answer[:3]
        day = item_id, part, on
        if answer.is_current and day not in days:
            card = item_id, part
            found.append(First(answer, card in cards))
            days.add(day)
            cards.add(card)
    return found


def last_tries(firsts: Iterable[First]) -> list[Answered]:
    """Return for each card the first answer of its last study day."""
    return list({(one.item_id, one.part): one for one, _ in firsts}.values())


def right_by_confidence(answers: Iterable[Answered]) -> dict[Confidence, Tally]:
    """Return how often each word of confidence was right, words never said left out."""
    return tallies(
        (Confidence(answer.confidence), answer.is_right)
        for answer in answers
        if answer.confidence and answer.is_current
    )
