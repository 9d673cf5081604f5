"""What comes next without an exam date: risk first, new ones paced, within the minutes."""

import time
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.core.scheduling.queue import (
    COST_LAPSE,
    COST_NEW,
    COST_OK,
    NEW_SHARE,
    Candidate,
    Studied,
    expected_seconds,
    fit_minutes,
    risk,
)
from tests.core.scheduling.cards import (
    NOBODY,
    TODAY,
    due_card,
    ids,
    new_card,
    plan,
    total_seconds,
)

# --- seconds


def test_a_card_sure_to_be_known_costs_a_right_answer() -> None:
    assert expected_seconds(due_card(1, days_ago=0), TODAY) == COST_OK


def test_seconds_rise_with_the_risk() -> None:
    # Ten days after a stability of ten days, recall is 0.9.
    assert expected_seconds(due_card(1), TODAY) == pytest.approx(0.9 * COST_OK + 0.1 * COST_LAPSE)


def test_a_new_card_and_one_without_memory() -> None:
    assert expected_seconds(new_card(1), TODAY) == COST_NEW
    relearned = Candidate((1, ""), "", "", is_self_graded=False, siblings=NOBODY, is_new=False)
    assert expected_seconds(relearned, TODAY) == COST_LAPSE


# --- what is picked


def test_the_riskiest_comes_first_not_the_longest_overdue() -> None:
    steady = due_card(1, stability=100, days_ago=120)  # 20 days overdue, R about 0.89
    shaky = due_card(2, stability=2, days_ago=6)  # 4 days overdue, R about 0.8
    fresh = due_card(3, stability=10, days_ago=10)
    assert ids(plan([steady, fresh, shaky])) == [2, 1, 3]


def test_a_corrected_card_comes_before_all_others_on_its_day_and_after() -> None:
    others = [due_card(n, days_ago=40) for n in range(1, 4)]
    for days_ago in (0, 3):
        last_on = TODAY - timedelta(days=days_ago)
        corrected = replace(due_card(9), last_on=last_on, due_on=last_on)
        assert risk(corrected, TODAY) == 1.0
        assert plan([*others, corrected])[0] == corrected


def test_without_limits_all_are_planned_and_due_ones_lead() -> None:
    cards = plan([due_card(n) for n in range(5)], [new_card(n) for n in range(10, 15)])
    assert sorted(ids(cards)) == [0, 1, 2, 3, 4, 10, 11, 12, 13, 14]
    assert not cards[0].is_new


def test_new_cards_keep_their_order_and_their_limit() -> None:
    new = [new_card(n) for n in (9, 3, 7, 1)]
    assert ids(plan([], new, limit=3)) == [9, 3, 7]
    assert plan([], new, limit=0) == []
    assert plan([], new, limit=-1) == []


@pytest.mark.parametrize("minutes", [5, 10, 20, 60])
def test_when_reviews_fill_the_minutes_new_ones_still_get_their_share(minutes: int) -> None:
    due = [due_card(n, stability=5, days_ago=5 + n % 40) for n in range(1000)]
    cards = plan(due, [new_card(2000 + n) for n in range(500)], budget=minutes * 60)
    on_new = sum(card.is_new for card in cards) * COST_NEW
    assert NEW_SHARE * total_seconds(cards) - COST_NEW < on_new
    assert on_new <= NEW_SHARE * total_seconds(cards) + COST_NEW
    assert total_seconds(cards) <= minutes * 60
    assert any(card.is_new for card in cards)


def test_every_beginning_of_the_plan_keeps_the_share() -> None:
    due = [due_card(n, days_ago=10 + n % 30) for n in range(300)]
    cards = plan(due, [new_card(1000 + n) for n in range(100)], budget=3600)
    for end in range(2, len(cards) + 1):
        begun = cards[:end]
        on_new = sum(card.is_new for card in begun) * COST_NEW
        assert abs(on_new - NEW_SHARE * total_seconds(begun)) <= COST_NEW


def test_new_cards_take_the_minutes_that_reviews_leave() -> None:
    cards = plan([due_card(1)], [new_card(10 + n) for n in range(50)], budget=600)
    assert cards[0].key == (1, "")
    assert total_seconds(cards) > 600 - COST_NEW


def test_a_spent_budget_plans_nothing() -> None:
    assert plan([due_card(1)], [new_card(2)], budget=0) == []


def test_no_cards_no_plan() -> None:
    assert plan([]) == []
    assert plan([], [], budget=600, studied=frozenset({Studied(1, "", False)})) == []


@given(st.integers(0, 3000), st.integers(0, 12), st.integers(0, 40), st.integers(0, 40))
def test_a_plan_never_exceeds_its_limits(
    budget: int, limit: int, due_count: int, new_count: int
) -> None:
    due = [due_card(n, concept=f"c{n % 7}", days_ago=n) for n in range(due_count)]
    new = [
        new_card(100 + n, concept=f"c{n % 7}", is_self_graded=n % 2 == 0) for n in range(new_count)
    ]
    cards = plan(due, new, budget=budget, limit=limit)
    assert total_seconds(cards) <= budget + 1e-6
    assert sum(card.is_new for card in cards) <= limit
    assert len({card.key for card in cards}) == len(cards)


def test_the_order_of_delivery_does_not_change_the_plan() -> None:
    due = [due_card(n, concept=f"c{n % 5}", days_ago=10 + n % 3) for n in range(30)]
    new = [new_card(100 + n) for n in range(10)]
    studied = [Studied(n, f"c{n}", is_self_graded=n % 2 == 0) for n in range(500, 510)]
    one = plan(due, new, budget=900, studied=frozenset(studied))
    assert one == plan(due[::-1], new, budget=900, studied=frozenset(studied[::-1]))


def test_ten_thousand_due_cards_are_planned_at_once() -> None:
    due = [
        due_card(n, concept=f"c{n % 300}", stability=1 + n % 90, days_ago=1 + n % 120)
        for n in range(10_000)
    ]
    new = [new_card(20_000 + n, concept=f"c{n % 300}") for n in range(400)]
    taken = []
    for _ in range(3):
        start = time.process_time()
        plan(due, new, budget=1200)
        taken.append(time.process_time() - start)
    assert min(taken) < 0.2


# --- sessions of some minutes


def test_a_session_takes_what_fits() -> None:
    cards = [due_card(n) for n in range(100)]  # 15.52 s each
    assert fit_minutes(cards, 5, TODAY) == cards[:19]
    assert fit_minutes(cards, None, TODAY) == cards
    assert fit_minutes(cards[:3], 60, TODAY) == cards[:3]


@pytest.mark.parametrize("minutes", [0, -5])
def test_a_session_has_at_least_one_card(minutes: int) -> None:
    assert ids(fit_minutes([new_card(1), new_card(2)], minutes, TODAY)) == [1]
    assert fit_minutes([], minutes, TODAY) == []
