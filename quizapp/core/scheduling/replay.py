"""The state of one card, computed from its log.

The append-only log is the truth and the state a cache of it: `replay` gives the same
state whatever the order in which the answers arrived (scheduling.md, sections 1 and 4).
Edits of the item belong to the log like answers. `step` is the fast way for an answer or an
edit that is the latest one; `is_late` tells.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import overload

from quizapp.core.scheduling.memory import DEFAULT_RETENTION, Memory, next_due, review
from quizapp.core.scheduling.rating import Rating

DAYS_TO_PUT_RIGHT = 3  # right answers on so many different study days close a miss


class MissedState(StrEnum):
    """How far an item once missed has been mended."""

    MISSING = "missing"
    MENDING = "mending"
    PUT_RIGHT = "put-right"


@dataclass(frozen=True, slots=True)
class Event:
    """One answer of the log that was not taken back.

    `rating` None is a skip, which leaves no trace in the state. `is_right` is a full
    score. `counts_for_memory` False keeps an answer out of the memory and the due day; once the
    card has a memory, such an answer still counts as missed or mended.
    """

    answer_id: str
    rating: Rating | None
    is_right: bool
    study_on: date
    answered_at: datetime
    counts_for_memory: bool = True


class EditChange(StrEnum):
    """The classes of an edit that move a card."""

    KEY = "key"  # what was right is wrong now: it has to be learned anew
    MATERIAL = "material"  # asked in another way: the memory is kept, and soon put to the test


@dataclass(frozen=True, slots=True)
class Edit:
    """What an edit of the item did to one card, on the learner's study day `study_on`."""

    change: EditChange
    at: datetime
    study_on: date


@dataclass(frozen=True, slots=True)
class CardState:
    """The cache of one card; there is none before an answer has counted for memory."""

    stability: float
    difficulty: float
    last_on: date  # study day of the last answer that counted
    due_on: date
    reps: int  # answers that counted
    lapses: int  # Agains after the first answer, since put right or its key was corrected
    lapsed_on: date | None  # study day of the last Again, the first answer's included
    last_answered_at: datetime  # or of the last edit: what the log holds later comes after
    missed_at: datetime | None  # time of the last miss; kept when it is put right
    missed_count: int
    right_days: int  # study days with a right answer since the last miss, up to 3
    right_on: date | None  # last study day used up for mending: the miss's own, then each right day

    @property
    def memory(self) -> Memory:
        """Return what the memory model needs."""
        return Memory(self.stability, self.difficulty, self.last_on)


def missed_state(state: CardState) -> MissedState | None:
    """Say still missing, mending or put right; None when the card was never missed."""
    if state.missed_at is None:
        return None
    if state.right_days >= DAYS_TO_PUT_RIGHT:
        return MissedState.PUT_RIGHT
    return MissedState.MENDING if state.right_days else MissedState.MISSING


def replay(
    events: Iterable[Event | Edit], *, retention: float = DEFAULT_RETENTION
) -> CardState | None:
    """Return the state after all `events`, in whatever order they are given; None without any."""
    state: CardState | None = None
    for event in sorted(events, key=_place_in_log):
        if isinstance(event, Event):
            state = step(state, event, retention=retention)
        elif state is not None:  # nobody had learned what the edit changed
            state = edited(state, event)
    return state


def before_each(events: Iterable[Event | Edit]) -> Iterator[tuple[Event, CardState | None]]:
    """Yield each answer of one card with the state just before it, in the order of the log."""
    state: CardState | None = None
    for event in sorted(events, key=_place_in_log):
        if isinstance(event, Event):
            yield event, state
            state = step(state, event)
        elif state is not None:
            state = edited(state, event)


def _place_in_log(event: Event | Edit) -> tuple[datetime, bool, str]:
    """Of one moment, answers come before edits, and the id decides between answers."""
    if isinstance(event, Edit):
        return event.at, True, event.change
    return event.answered_at, False, event.answer_id


def edited(state: CardState, edit: Edit) -> CardState:
    """Return the state after an edit, which must be the latest in the log.

    A corrected key makes the state that of a card whose first answer was Again, but due that very
    day and without a miss or a lapse: what was called wrong may have been right. `reps` goes on
    counting, so that the card does not pass for a new one. A material change keeps the memory and
    asks within a day.
    """
    on = max(edit.study_on, state.last_on)
    at = max(edit.at, state.last_answered_at)
    if edit.change is EditChange.MATERIAL:
        due_on = min(state.due_on, on + timedelta(days=1))
        return replace(state, due_on=due_on, last_answered_at=at)
    memory = review(None, Rating.AGAIN, on)
    return CardState(
        stability=memory.stability,
        difficulty=memory.difficulty,
        last_on=on,
        due_on=on,
        reps=state.reps,
        lapses=0,
        lapsed_on=None,
        last_answered_at=at,
        missed_at=None,
        missed_count=0,
        right_days=0,
        right_on=None,
    )


def is_late(state: CardState, event: Event) -> bool:
    """Tell whether `event` may belong before the last one, so that only `replay` is right.

    Of answers of one moment the id decides, which a state does not keep: they count as late.
    """
    return event.answered_at <= state.last_answered_at


@overload
def step(state: CardState, event: Event, *, retention: float = ...) -> CardState: ...
@overload
def step(state: None, event: Event, *, retention: float = ...) -> CardState | None: ...
def step(
    state: CardState | None, event: Event, *, retention: float = DEFAULT_RETENTION
) -> CardState | None:
    """Return the state after one more answer, which must be the latest by (answered_at, answer_id).

    A study day before one already seen is moved up to it: days never run backward for a card.
    None only while no answer has counted: such a card is still new.
    """
    if state is None:
        if event.rating is None or not event.counts_for_memory:
            return None
        return _with_miss(_first(event, event.rating, retention), event, event.study_on)
    if event.rating is None:
        return state
    on = max(event.study_on, state.last_on, state.right_on or state.last_on)
    state = replace(state, last_answered_at=max(state.last_answered_at, event.answered_at))
    if event.counts_for_memory:
        state = _with_memory(state, event.rating, on, retention)
    return _with_miss(state, event, on)


def _first(event: Event, rating: Rating, retention: float) -> CardState:
    on = event.study_on
    memory = review(None, rating, on, retention=retention)
    lapsed_on = on if rating == Rating.AGAIN else None
    return CardState(
        stability=memory.stability,
        difficulty=memory.difficulty,
        last_on=on,
        due_on=_due_on(memory, on, lapsed_on, retention),
        reps=1,
        lapses=0,
        lapsed_on=lapsed_on,
        last_answered_at=event.answered_at,
        missed_at=None,
        missed_count=0,
        right_days=0,
        right_on=None,
    )


def _with_memory(state: CardState, rating: Rating, on: date, retention: float) -> CardState:
    memory = review(state.memory, rating, on, retention=retention)
    is_lapse = rating == Rating.AGAIN
    lapsed_on = on if is_lapse else state.lapsed_on
    return replace(
        state,
        stability=memory.stability,
        difficulty=memory.difficulty,
        last_on=on,
        due_on=_due_on(memory, on, lapsed_on, retention),
        reps=state.reps + 1,
        lapses=state.lapses + is_lapse,
        lapsed_on=lapsed_on,
    )


def _due_on(memory: Memory, on: date, lapsed_on: date | None, retention: float) -> date:
    """Keep the day's Again: no right answer later that day moves the card past tomorrow."""
    return on + timedelta(days=1) if lapsed_on == on else next_due(memory, on, retention)


def _with_miss(state: CardState, event: Event, on: date) -> CardState:
    """Open a miss for a wrong answer; mend it with a right one, once a study day.

    Neither the day of the miss nor a right guess (right, but rated Again) mends.
    """
    if not event.is_right:
        return replace(
            state,
            missed_at=event.answered_at,
            missed_count=state.missed_count + 1,
            right_days=0,
            right_on=on,
        )
    is_open = state.missed_at is not None and state.right_days < DAYS_TO_PUT_RIGHT
    if not is_open or event.rating == Rating.AGAIN or on == state.right_on:
        return state
    right_days = state.right_days + 1
    lapses = 0 if right_days == DAYS_TO_PUT_RIGHT else state.lapses
    return replace(state, right_days=right_days, right_on=on, lapses=lapses)
