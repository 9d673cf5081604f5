"""The order in which options are shown."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.core.bank.model import Kind
from quizapp.core.scoring.shuffle import shown_order

options = st.lists(
    st.tuples(st.text(min_size=1, max_size=4), st.booleans()),
    unique_by=lambda option: option[0],
    max_size=8,
)
seeds = st.integers(0, 2**63)
shuffled_kinds = st.sampled_from([Kind.SINGLE, Kind.MULTI])


@given(options, seeds, shuffled_kinds)
def test_every_option_is_shown_once_and_pinned_ones_last(
    given_options: list[tuple[str, bool]], seed: int, kind: Kind
) -> None:
    shown = shown_order(given_options, seed, kind)
    assert Counter(shown) == Counter(option for option, _ in given_options)
    pinned = [option for option, is_pinned in given_options if is_pinned]
    assert shown[len(shown) - len(pinned) :] == pinned


@given(options, seeds, shuffled_kinds)
def test_the_same_seed_gives_the_same_order(
    given_options: list[tuple[str, bool]], seed: int, kind: Kind
) -> None:
    assert shown_order(given_options, seed, kind) == shown_order(given_options, seed, kind)


@given(options, seeds)
def test_true_and_false_keep_the_written_order(
    given_options: list[tuple[str, bool]], seed: int
) -> None:
    written = [option for option, _ in given_options]
    assert shown_order(given_options, seed, Kind.TRUE_FALSE) == written
    assert shown_order(given_options, seed, "truefalse") == written


@given(st.lists(st.text(min_size=1, max_size=4), unique=True, max_size=8), seeds)
def test_steps_to_put_in_order_never_stand_in_it(written: list[str], seed: int) -> None:
    steps = [(step, False) for step in written]
    shown = shown_order(steps, seed, Kind.ORDER)
    assert shown == shown_order(steps, seed, Kind.ORDER)
    assert sorted(shown) == sorted(written)
    assert len(written) < 3 or shown != written


def test_of_two_steps_either_may_come_first() -> None:
    steps = [("a", False), ("b", False)]
    assert {shown_order(steps, seed, Kind.ORDER)[0] for seed in range(20)} == {"a", "b"}


def test_the_key_is_found_in_every_place_about_equally_often() -> None:
    written = [("key", False), ("b", False), ("c", False), ("d", False)]
    places = Counter(shown_order(written, seed, Kind.SINGLE).index("key") for seed in range(4000))
    assert set(places) == {0, 1, 2, 3}
    assert all(850 < count < 1150 for count in places.values())


def test_a_known_order_so_that_a_stored_seed_keeps_its_meaning() -> None:
    written = [("a", False), ("b", False), ("none", True), ("c", False), ("d", False)]
    assert shown_order(written, 20260101, Kind.SINGLE) == ["c", "b", "d", "a", "none"]


def test_a_repeated_id_is_refused() -> None:
    with pytest.raises(ValueError, match="repeated option id"):
        shown_order([("a", False), ("a", True)], 1, Kind.SINGLE)
