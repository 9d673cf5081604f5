"""Relatives stay a study day apart: gaps of one item, siblings, the two families of a concept."""

import random
from collections.abc import Callable
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.core.scheduling.queue import Candidate
from tests.core.scheduling.cards import NOBODY, due_card, ids, new_card, plan, total_seconds

RELATIVES: dict[str, tuple[Candidate, Candidate]] = {
    "gaps of one item": (due_card(1, "a", days_ago=20), due_card(1, "b")),
    "siblings, listed by the first": (
        due_card(1, days_ago=20, siblings=frozenset({2})),
        due_card(2),
    ),
    "siblings, listed by the second": (
        due_card(1, days_ago=20),
        due_card(2, siblings=frozenset({1})),
    ),
    "choice item, then flashcard of one concept": (
        due_card(1, concept="bordin", stability=9.6),
        due_card(2, concept="bordin", is_self_graded=True),
    ),
    "flashcard, then choice item": (
        due_card(1, concept="bordin", stability=9.6, is_self_graded=True),
        due_card(2, concept="bordin"),
    ),
}
STRANGERS: dict[str, tuple[Candidate, Candidate]] = {
    "two choice items of one concept": (
        due_card(1, concept="bordin", days_ago=20),
        due_card(2, concept="bordin"),
    ),
    "two flashcards of one concept": (
        due_card(1, concept="bordin", days_ago=20, is_self_graded=True),
        due_card(2, concept="bordin", is_self_graded=True),
    ),
    "choice item and flashcard of two concepts": (
        due_card(1, concept="bordin", days_ago=20),
        due_card(2, concept="rogers", is_self_graded=True),
    ),
    "choice item and flashcard without concept": (
        due_card(1, days_ago=20),
        due_card(2, is_self_graded=True),
    ),
    "other siblings": (
        due_card(1, days_ago=20, siblings=frozenset({3})),
        due_card(2, siblings=frozenset({4})),
    ),
}


@pytest.mark.parametrize("pair", RELATIVES.values(), ids=RELATIVES.keys())
def test_of_two_relatives_the_riskier_is_asked_today(pair: tuple[Candidate, Candidate]) -> None:
    riskier, other = pair
    assert plan([other, riskier]) == [riskier]


@pytest.mark.parametrize("pair", STRANGERS.values(), ids=STRANGERS.keys())
def test_strangers_are_asked_on_one_day(pair: tuple[Candidate, Candidate]) -> None:
    assert plan(list(pair)) == list(pair)


@pytest.mark.parametrize("pair", RELATIVES.values(), ids=RELATIVES.keys())
def test_what_was_studied_earlier_today_keeps_relatives_away(
    pair: tuple[Candidate, Candidate],
) -> None:
    first, second = pair
    assert plan([second], studied=frozenset({first.studied})) == []
    assert plan([first], studied=frozenset({second.studied})) == []


def test_a_late_card_waits_for_no_other_family_but_for_siblings() -> None:
    asked = frozenset({due_card(1, concept="bordin", siblings=frozenset({3})).studied})
    late = due_card(2, concept="bordin", days_ago=11, is_self_graded=True)
    sibling = due_card(3, concept="bordin", days_ago=11)
    assert plan([late, sibling], studied=asked) == [late]


def test_a_card_studied_earlier_today_is_not_asked_again() -> None:
    card = due_card(1, concept="bordin")
    assert plan([card], studied=frozenset({card.studied})) == []


@given(st.randoms(use_true_random=False), st.integers(2, 40))
def test_no_two_relatives_share_a_day(rng: random.Random, count: int) -> None:
    def card(build: Callable[..., Candidate], item_id: int) -> Candidate:
        return build(
            item_id,
            rng.choice(["", "a", "b"]),
            rng.choice(["", "c1", "c2", "c3"]),
            is_self_graded=rng.random() < 0.5,
            siblings=frozenset({rng.randint(0, 20)}) if rng.random() < 0.3 else NOBODY,
        )

    due = [card(due_card, rng.randint(0, 20)) for _ in range(count)]
    new = [card(new_card, rng.randint(0, 20)) for _ in range(count)]
    studied = frozenset({card(due_card, rng.randint(0, 20)).studied})
    for one, other in combinations(plan(due, new, studied=studied), 2):
        assert one.key[0] != other.key[0]
        assert one.key[0] not in other.siblings
        assert other.key[0] not in one.siblings
        same_family = one.is_self_graded == other.is_self_graded
        assert not one.concept or one.concept != other.concept or same_family


def test_reviews_of_one_concept_do_not_starve_its_new_flashcards() -> None:
    due = [due_card(n, concept="bordin", stability=9.6) for n in range(8)]
    other = due_card(20, concept="rogers", stability=9.9)
    flashcards = [new_card(100 + n, concept="bordin", is_self_graded=True) for n in range(5)]
    cards = plan([*due, other], flashcards, budget=600)
    assert ids(cards) == [20, 100]  # the choice items on Bordin wait until tomorrow
    assert plan([*due, other], flashcards, limit=0) == plan([*due, other])


def test_a_new_card_that_pushes_reviews_out_keeps_to_the_limits_of_the_day() -> None:
    bordin = [due_card(n, concept="bordin", stability=9.6) for n in range(8)]
    others = [due_card(20 + n, concept="rogers") for n in range(8)]
    gap = due_card(50, "b", days_ago=40)
    flashcard = new_card(100, concept="bordin", is_self_graded=True)
    cards = plan(
        [*bordin, *others, gap],
        [flashcard],
        budget=90,
        studied=frozenset({due_card(50, "a").studied}),
    )
    assert ids(cards) == [20, 100, 21, 22]
    assert total_seconds(cards) <= 90


def test_new_relatives_of_what_was_studied_wait_rather_than_push_reviews_out() -> None:
    flashcard = new_card(100, concept="bordin", is_self_graded=True)
    studied = frozenset({due_card(1, concept="bordin").studied})
    due = [due_card(2, concept="bordin")]
    assert plan(due, [flashcard], studied=studied) == due


def test_a_few_seconds_left_do_not_push_reviews_out_either() -> None:
    due = [due_card(n, concept="bordin") for n in range(3)]
    flashcard = new_card(100, concept="bordin", is_self_graded=True)
    assert plan(due, [flashcard], budget=60) == due
