"""What a learner's log says about the memory model: what it believed, and what came back."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from quizapp.core.scheduling.memory import retrievability
from quizapp.core.scheduling.rating import Rating
from quizapp.core.scheduling.replay import CardState, Edit, Event, before_each


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer of the log that stands. `guess` is the chance that it was right by luck.

    `is_fast` is right, but faster than it can be read; `is_current` says that the key it was
    judged by has not been corrected since.
    """

    event: Event
    guess: float
    is_fast: bool = False
    is_current: bool = True


@dataclass(frozen=True, slots=True)
class CardLog:
    """The answers to one card, and the edits that moved it, in any order."""

    answers: Sequence[Answer]
    edits: Sequence[Edit] = ()


@dataclass(frozen=True, slots=True)
class Evidence:
    """Answers as columns: those to cards seen on an earlier study day, and first answers ever.

    `believed` is the model's chance of recall just before the answer, on study day `on`; `right`
    counts luck, `recalled` only luck that nobody told of.
    """

    on: list[date] = field(default_factory=list)
    believed: list[float] = field(default_factory=list)
    right: list[bool] = field(default_factory=list)
    recalled: list[bool] = field(default_factory=list)
    guess: list[float] = field(default_factory=list)
    first_right: list[bool] = field(default_factory=list)
    first_guess: list[float] = field(default_factory=list)


def evidence_of(cards: Iterable[CardLog]) -> Evidence:
    """Replay each card and note what was believed of every answer that tells something.

    What tells nothing: an answer on the day of the one before, where recall is 1; one that is kept
    out of the memory; one too fast; one under a key that was corrected since, and the first one
    under the new key, which nobody had learned.
    """
    found = Evidence()
    for card in cards:
        by_event = {id(answer.event): answer for answer in card.answers}
        events = [answer.event for answer in card.answers]
        was_learned = False
        for event, state in before_each([*events, *card.edits]):
            answer = by_event[id(event)]
            if not answer.is_current or not event.counts_for_memory or event.rating is None:
                continue
            if not answer.is_fast:
                _note(found, answer, state, was_learned=was_learned)
            was_learned = True
    return found


def _note(found: Evidence, answer: Answer, state: CardState | None, *, was_learned: bool) -> None:
    event = answer.event
    if state is None:
        found.first_right.append(event.is_right)
        found.first_guess.append(answer.guess)
    elif was_learned and event.study_on > state.last_on:
        found.believed.append(retrievability(state.memory, event.study_on))
        found.right.append(event.is_right)
        found.recalled.append(event.rating != Rating.AGAIN)
        found.on.append(event.study_on)
        found.guess.append(answer.guess)
