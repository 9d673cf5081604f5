"""The order of asking: neighbors that differ, near the order of the plan."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from quizapp.core.scheduling.queue import WINDOW, Candidate, interleave
from tests.core.scheduling.cards import due_card, ids

cards_to_order = st.lists(
    st.tuples(st.sampled_from(["", "a", "b", "c"]), st.sampled_from(["", "x", "y"])), max_size=60
).map(
    lambda pairs: [
        due_card(n, concept=concept, author=author) for n, (concept, author) in enumerate(pairs)
    ]
)


@given(cards_to_order)
def test_interleaving_loses_nothing_and_roughly_keeps_the_order(cards: list[Candidate]) -> None:
    ordered = interleave(cards)
    assert sorted(ids(ordered)) == ids(cards)
    assert all(place > n - WINDOW for place, n in enumerate(ids(ordered)))
    assert interleave(cards) == ordered


@given(cards_to_order)
def test_the_next_card_is_not_passed_over_for_long(cards: list[Candidate]) -> None:
    waiting, waited = ids(cards), 0
    for item_id in ids(interleave(cards)):
        waited = 0 if item_id == waiting[0] else waited + 1
        assert waited <= WINDOW
        waiting.remove(item_id)


def test_neighbors_differ_in_concept_and_author_where_they_can() -> None:
    concepts = ["a", "a", "a", "b", "b", "b", "c", "c", "c"]
    authors = dict(zip("abc", "xyz", strict=True))
    cards = [due_card(n, concept=c, author=authors[c]) for n, c in enumerate(concepts)]
    ordered = interleave(cards)
    assert ordered[0] == cards[0]
    for one, other in pairwise(ordered):
        assert one.concept != other.concept
        assert one.author != other.author


def test_a_card_like_all_the_others_still_has_its_turn() -> None:
    pairs = [("a", "x"), ("a", "y"), *[("b", "y"), ("a", "x")] * 20]
    cards = [
        due_card(n, concept=concept, author=author) for n, (concept, author) in enumerate(pairs)
    ]
    assert ids(interleave(cards)).index(1) == WINDOW + 1


def test_the_concept_weighs_more_than_the_author() -> None:
    first = due_card(1, concept="a", author="x")
    same_concept = due_card(2, concept="a", author="y")
    same_author = due_card(3, concept="b", author="x")
    assert ids(interleave([first, same_concept, same_author])) == [1, 3, 2]


def test_cards_without_concept_and_author_keep_their_order() -> None:
    cards = [due_card(n) for n in range(20)]
    assert interleave(cards) == cards
    assert interleave([]) == []
