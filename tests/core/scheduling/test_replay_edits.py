"""Edits in the log of a card: where they stand, what they move, and that the order they come in
does not matter.
"""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.core.scheduling.memory import review
from quizapp.core.scheduling.rating import Rating
from quizapp.core.scheduling.replay import (
    CardState,
    Edit,
    EditChange,
    Event,
    edited,
    is_late,
    replay,
    step,
)

DAY = date(2026, 1, 1)
NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
AGAIN, HARD, GOOD, EASY = Rating


def answer(day: int, rating: Rating) -> Event:
    at, on = NOON + timedelta(days=day), DAY + timedelta(days=day)
    return Event(f"a{day}", rating, rating is not AGAIN, on, at)


def edit(day: int, change: EditChange = EditChange.KEY) -> Edit:
    """An edit an hour after noon."""
    return Edit(change, NOON + timedelta(days=day, hours=1), DAY + timedelta(days=day))


def state_after(*log: Event | Edit) -> CardState:
    state = replay(log)
    assert state is not None
    return state


events = st.builds(
    Event,
    answer_id=st.uuids().map(str),
    rating=st.sampled_from([*Rating, None]),
    is_right=st.booleans(),
    study_on=st.integers(0, 40).map(lambda days: DAY + timedelta(days=days)),
    answered_at=st.integers(0, 30).map(lambda days: NOON + timedelta(days=days)),
    counts_for_memory=st.sampled_from([True, True, False]),
)
edits = st.builds(edit, st.integers(-1, 31), st.sampled_from(EditChange))
logs = st.lists(st.one_of(events, edits), max_size=12)


@given(logs, st.randoms(use_true_random=False))
def test_any_order_of_delivery_ends_in_the_same_state(
    log: list[Event | Edit], shuffler: Random
) -> None:
    delivered = log.copy()
    shuffler.shuffle(delivered)
    assert replay(delivered) == replay(log)


@given(logs)
def test_step_by_step_equals_replay(log: list[Event | Edit]) -> None:
    """What the services do: an edit comes now, an answer may come late."""
    state: CardState | None = None
    done: list[Event | Edit] = []
    for one in log:
        if isinstance(one, Edit):
            at = max(one.at, state.last_answered_at) if state else one.at
            if state is not None:
                state = edited(state, replace(one, at=at))
                done.append(replace(one, at=at))
            continue
        done.append(one)
        late = state is None or is_late(state, one)
        state = replay(done) if late else step(state, one)
    assert state == replay(done)


def test_an_edit_of_what_nobody_learned_does_nothing() -> None:
    assert replay([edit(0), edit(1, EditChange.MATERIAL)]) is None
    assert state_after(edit(0), answer(1, GOOD)) == state_after(answer(1, GOOD))


def test_a_corrected_key_starts_the_memory_anew_and_is_due_that_day() -> None:
    log = [answer(0, GOOD), answer(3, AGAIN), answer(4, AGAIN), answer(5, EASY)]
    before, after = state_after(*log), state_after(*log, edit(9))
    assert before.lapses == 2
    assert before.missed_count == 2
    first = review(None, AGAIN, DAY + timedelta(days=9))
    assert after.memory == first
    assert (after.due_on, after.last_on) == (first.last_on, first.last_on)
    assert (after.reps, after.lapses, after.lapsed_on) == (4, 0, None)
    assert (after.missed_at, after.missed_count, after.right_days, after.right_on) == (
        None,
        0,
        0,
        None,
    )
    assert after.last_answered_at == edit(9).at


def test_the_first_answer_after_a_correction_goes_on_from_there() -> None:
    relearned = state_after(answer(0, EASY), edit(9))
    right = step(relearned, answer(10, GOOD))
    assert right.due_on > right.last_on == DAY + timedelta(days=10)
    assert (right.reps, right.lapses) == (2, 0)
    wrong = step(relearned, answer(10, AGAIN))
    assert (wrong.missed_count, wrong.lapses) == (1, 1)


def test_a_right_answer_on_the_day_of_the_correction_moves_the_card_past_it() -> None:
    relearned = state_after(answer(0, AGAIN), edit(0))
    later = replace(answer(0, GOOD), answer_id="b", answered_at=NOON + timedelta(hours=2))
    assert step(relearned, later).due_on > DAY


@pytest.mark.parametrize(("last", "due"), [(0, 6), (4, 6)])
def test_a_material_edit_asks_within_a_day_and_keeps_the_rest(last: int, due: int) -> None:
    before = state_after(answer(0, EASY), answer(last + 1, EASY))
    after = edited(before, edit(5, EditChange.MATERIAL))
    assert after.due_on == min(before.due_on, DAY + timedelta(days=due))
    expected = replace(before, due_on=after.due_on, last_answered_at=after.last_answered_at)
    assert after == expected


def test_an_edit_never_puts_a_card_off() -> None:
    overdue = state_after(answer(0, AGAIN))
    assert edited(overdue, edit(20, EditChange.MATERIAL)).due_on == overdue.due_on


def test_an_answer_of_the_same_moment_comes_before_the_edit() -> None:
    at_once = Edit(EditChange.KEY, NOON, DAY)
    assert state_after(at_once, answer(0, AGAIN)).missed_count == 0


def test_taking_back_all_answers_before_an_edit_leaves_nothing() -> None:
    log: list[Event | Edit] = [answer(0, GOOD), edit(1)]
    assert replay(log[1:]) is None


def test_a_study_day_that_runs_backward_is_moved_up() -> None:
    state = state_after(answer(3, GOOD), replace(edit(3), study_on=DAY))
    assert state.last_on == state.due_on == DAY + timedelta(days=3)
