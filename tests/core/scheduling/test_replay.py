"""The state of a card from its log: misses, mending, due days, and any order of delivery."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.core.scheduling import memory
from quizapp.core.scheduling.rating import Rating
from quizapp.core.scheduling.replay import (
    CardState,
    Event,
    MissedState,
    is_late,
    missed_state,
    replay,
    step,
)

DAY = date(2026, 1, 1)
NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
AGAIN, HARD, GOOD, EASY = Rating


def days_later(days: int) -> date:
    return DAY + timedelta(days=days)


def answer(  # a day may hold several answers: `nth` orders them
    day: int, rating: Rating | None, *, nth: int = 0, is_right: bool | None = None
) -> Event:
    return Event(
        answer_id=f"{day}-{nth}",
        rating=rating,
        is_right=rating not in {AGAIN, None} if is_right is None else is_right,
        study_on=days_later(day),
        answered_at=NOON + timedelta(days=day, minutes=nth),
    )


def guess(day: int, *, nth: int = 0) -> Event:
    """Right, by guess."""
    return answer(day, AGAIN, nth=nth, is_right=True)


def state_after(*events: Event) -> CardState:
    state = replay(events)
    assert state is not None
    return state


events_lists = st.lists(
    st.builds(
        Event,
        answer_id=st.uuids().map(str),
        rating=st.sampled_from([*Rating, None]),
        is_right=st.booleans(),
        study_on=st.integers(0, 40).map(days_later),
        answered_at=st.integers(0, 60).map(lambda hours: NOON + timedelta(hours=12 * hours)),
        counts_for_memory=st.sampled_from([True, True, True, False]),
    ),
    max_size=12,
    unique_by=lambda event: event.answer_id,
)


@given(events_lists, st.randoms(use_true_random=False))
def test_any_order_of_delivery_ends_in_the_same_state(
    events: list[Event], shuffler: Random
) -> None:
    delivered = events.copy()
    shuffler.shuffle(delivered)
    assert replay(delivered) == replay(events)


@given(events_lists)
def test_step_by_step_equals_replay(events: list[Event]) -> None:
    state: CardState | None = None
    for event in sorted(events, key=lambda event: (event.answered_at, event.answer_id)):
        state = step(state, event)
    assert state == replay(events)


@given(events_lists)
def test_replaying_only_late_answers_equals_replaying_all(events: list[Event]) -> None:
    """What a service does, answers arriving in any order once the card has a state."""
    first = [event for event in events if event.rating is not None and event.counts_for_memory][:1]
    log, state = first, replay(first)
    for event in events:
        if event in first:
            continue
        log = [*log, event]
        late = state is None or is_late(state, event)
        state = replay(log) if late else step(state, event)
    assert state == replay(log)


@given(events_lists)
def test_what_holds_for_every_log(events: list[Event]) -> None:
    state = replay(events)
    counted = [event for event in events if event.rating is not None and event.counts_for_memory]
    if state is None:
        assert not counted
        return
    assert state.reps == len(counted)
    assert state.lapses <= sum(event.rating == AGAIN for event in counted)
    assert state.due_on > state.last_on
    assert 0 <= state.right_days <= 3
    assert (state.missed_at is None) == (state.missed_count == 0) == (missed_state(state) is None)
    if state.lapsed_on == state.last_on:
        assert state.due_on == state.last_on + timedelta(days=1)
    # The state can always be given back to the model.
    assert memory.retrievability(state.memory, state.due_on) < 1


def test_no_answer_no_state() -> None:
    assert replay([]) is None


def test_the_first_answer() -> None:
    assert state_after(answer(0, GOOD)) == CardState(
        stability=2.3065,
        difficulty=memory.review(None, GOOD, DAY).difficulty,
        last_on=DAY,
        due_on=days_later(2),
        reps=1,
        lapses=0,
        lapsed_on=None,
        last_answered_at=NOON,
        missed_at=None,
        missed_count=0,
        right_days=0,
        right_on=None,
    )


def test_memory_follows_the_model() -> None:
    expected = memory.review(memory.review(None, GOOD, DAY), HARD, days_later(3))
    state = state_after(answer(0, GOOD), answer(3, HARD))
    assert state.memory == expected
    assert state.due_on == memory.next_due(expected, days_later(3))


def test_the_desired_retention_moves_the_due_day_only() -> None:
    log = [answer(0, GOOD), answer(3, GOOD)]
    usual, strict = replay(log), replay(log, retention=0.97)
    assert usual is not None
    assert strict is not None
    assert strict.due_on < usual.due_on
    assert replace(strict, due_on=usual.due_on) == usual


@pytest.mark.parametrize("later", [GOOD, EASY])
def test_a_right_answer_later_that_day_does_not_undo_an_again(later: Rating) -> None:
    strong = [answer(0, EASY), answer(8, GOOD), answer(60, GOOD)]
    state = state_after(*strong, answer(200, AGAIN), answer(200, later, nth=1))
    assert state.due_on == days_later(201)
    assert state.lapsed_on == days_later(200)
    assert memory.next_due(state.memory, state.last_on) > days_later(201)


def test_an_again_after_a_right_answer_the_same_day_is_due_tomorrow() -> None:
    assert state_after(answer(0, EASY), answer(0, AGAIN, nth=1)).due_on == days_later(1)


def test_an_again_on_a_new_card_is_due_tomorrow_but_no_lapse() -> None:
    state = state_after(answer(0, AGAIN), answer(0, GOOD, nth=1))
    assert (state.lapses, state.lapsed_on, state.due_on) == (0, DAY, days_later(1))


def test_the_next_day_the_card_is_scheduled_again() -> None:
    state = state_after(answer(0, EASY), answer(9, AGAIN), answer(10, GOOD))
    assert state.due_on == memory.next_due(state.memory, days_later(10))
    assert state.due_on > days_later(11)
    assert (state.lapses, state.lapsed_on) == (1, days_later(9))


def test_lapses_count_agains_on_a_card_reviewed_before() -> None:
    assert state_after(answer(0, AGAIN), answer(1, AGAIN), answer(5, AGAIN)).lapses == 2
    assert state_after(answer(0, GOOD), answer(2, GOOD)).lapses == 0


def test_a_guess_lapses_but_is_no_miss() -> None:
    state = state_after(answer(0, GOOD), guess(2))
    assert (state.lapses, state.due_on) == (1, days_later(3))
    assert (state.missed_at, state.missed_count, missed_state(state)) == (None, 0, None)


# Each row: what was answered after a miss on day 0, and how far the miss is mended by it.
@pytest.mark.parametrize(
    ("later", "right_days", "expected"),
    [
        ([], 0, MissedState.MISSING),
        ([answer(0, GOOD, nth=1)], 0, MissedState.MISSING),
        ([guess(1), guess(2), guess(3)], 0, MissedState.MISSING),
        ([answer(1, GOOD)], 1, MissedState.MENDING),
        ([answer(1, HARD), answer(1, EASY, nth=1)], 1, MissedState.MENDING),
        ([answer(0, GOOD, nth=1), answer(1, GOOD), answer(4, GOOD)], 2, MissedState.MENDING),
        ([answer(1, GOOD), guess(4), answer(5, GOOD)], 2, MissedState.MENDING),
        ([answer(1, GOOD), guess(1, nth=1), answer(2, GOOD), guess(3)], 2, MissedState.MENDING),
        ([answer(1, GOOD), answer(4, GOOD), answer(9, GOOD)], 3, MissedState.PUT_RIGHT),
        ([answer(day, GOOD) for day in (1, 4, 9, 30)], 3, MissedState.PUT_RIGHT),
        ([answer(1, GOOD), answer(4, GOOD), answer(9, AGAIN)], 0, MissedState.MISSING),
        ([answer(1, None), answer(2, GOOD), answer(3, None)], 1, MissedState.MENDING),
    ],
)
def test_three_right_days_after_the_miss_put_it_right(
    later: list[Event], right_days: int, expected: MissedState
) -> None:
    state = state_after(answer(0, AGAIN), *later)
    assert (state.right_days, missed_state(state)) == (right_days, expected)


def test_a_miss_put_right_stays_in_the_history() -> None:
    mended = [answer(0, AGAIN), answer(1, GOOD), answer(4, GOOD), answer(9, GOOD)]
    assert state_after(*mended).missed_at == NOON
    again = state_after(*mended, answer(40, AGAIN))
    assert again.missed_at == NOON + timedelta(days=40)
    assert (again.missed_count, missed_state(again)) == (2, MissedState.MISSING)


def test_a_partly_right_answer_is_a_miss() -> None:
    assert state_after(answer(0, AGAIN, is_right=False)).missed_count == 1


def test_an_answer_that_does_not_count_for_memory_still_misses_and_mends() -> None:
    before = state_after(answer(0, GOOD))
    missed = step(before, replace(answer(1, AGAIN), counts_for_memory=False))
    assert (missed.memory, missed.due_on, missed.reps) == (before.memory, before.due_on, 1)
    assert missed_state(missed) == MissedState.MISSING
    mended = step(missed, replace(answer(2, GOOD), counts_for_memory=False))
    assert (mended.memory, mended.right_days) == (before.memory, 1)


def test_a_card_stays_new_until_an_answer_counts() -> None:
    assert replay([answer(0, None)]) is None
    assert replay([replace(answer(0, GOOD), counts_for_memory=False)]) is None
    skipped_first = state_after(answer(0, None), answer(3, GOOD))
    assert skipped_first == state_after(answer(3, GOOD))


def test_a_skip_leaves_no_trace() -> None:
    state = state_after(answer(0, GOOD))
    assert step(state, answer(5, None)) == state


def test_a_study_day_that_runs_backward_is_moved_up() -> None:
    # Flying east to west over the date line: a later answer, an earlier study day.
    back = replace(answer(3, GOOD, nth=1), study_on=days_later(2))
    assert state_after(answer(0, GOOD), answer(3, GOOD), back).last_on == days_later(3)
    # That is no way to mend on the day of the miss either,
    early = replace(answer(1, GOOD), study_on=days_later(-1))
    assert state_after(answer(0, AGAIN), early).right_days == 0
    # not even when the miss did not count for memory.
    miss = replace(answer(5, AGAIN), counts_for_memory=False)
    early = replace(answer(6, GOOD), study_on=days_later(4))
    state = state_after(answer(0, GOOD), miss, early)
    assert (state.right_days, state.last_on) == (0, days_later(5))


def test_answers_of_one_moment_are_told_apart_by_their_id() -> None:
    again = replace(answer(0, AGAIN), answer_id="a")
    good = replace(answer(0, GOOD), answer_id="b")
    one, other = state_after(again, good), state_after(good, again)
    assert one == other
    assert one.difficulty > 6  # the Again came first


def test_a_late_answer_is_told() -> None:
    state = state_after(answer(3, GOOD))
    assert is_late(state, answer(2, GOOD))
    assert not is_late(state, answer(3, GOOD, nth=1))
    assert is_late(state, answer(3, GOOD))  # of one moment: the ids decide, so replay


def test_a_state_from_before_an_undo_is_reached_by_replaying_without_it() -> None:
    kept = [answer(0, GOOD), answer(3, GOOD)]
    undone = answer(9, AGAIN)
    assert replay([*kept, undone]) != replay(kept)
    assert replay(event for event in [*kept, undone] if event is not undone) == replay(kept)
