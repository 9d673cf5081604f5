"""Scores of orders, matches, words and numbers: bank-format.md, "Items, parts, cards, scores"."""

from collections.abc import Sequence
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.core.scoring.answers import score_match, score_numeric, score_order, score_typed

rights = st.lists(st.sampled_from("abcdefgh"), min_size=2, max_size=8, unique=True)
orders = rights.flatmap(lambda right: st.tuples(st.just(right), st.permutations(right)))
answers = st.dictionaries(
    st.sampled_from("abcdef"), st.tuples(st.sampled_from("xyz"), st.sampled_from("xyz")), min_size=1
)
decimals = st.decimals(-(10**9), 10**9, allow_nan=False, places=3)
tolerances = st.decimals(0, 1000, allow_nan=False, places=3)


@pytest.mark.parametrize(
    ("given_order", "expected"),
    [
        ("abcde", 1.0),
        ("bacde", 0.75),  # only a and b changed places
        ("acbde", 0.75),
        ("bcdea", 0.75),  # one step taken to the end
        ("eabcd", 0.75),
        ("ebcda", 0.5),  # the first and the last changed places
        ("badce", 0.5),
        ("edcba", 0.0),
    ],
)
def test_an_order_scores_the_neighbors_that_kept_theirs(given_order: str, expected: float) -> None:
    assert score_order("abcde", given_order) == expected


@given(orders)
def test_an_order_is_full_when_right_and_nothing_when_reversed(
    order: tuple[list[str], Sequence[str]],
) -> None:
    right, answer = order
    points = score_order(right, answer)
    assert 0 <= points <= 1
    assert (points == 1) == (list(answer) == right)
    assert (points == 0) == (list(answer) == right[::-1])


@given(orders)
def test_an_order_and_its_reverse_share_the_pairs(order: tuple[list[str], Sequence[str]]) -> None:
    right, answer = order
    both = score_order(right, answer) + score_order(right, answer[::-1])
    assert both == pytest.approx(1)


@pytest.mark.parametrize("given_order", ["", "ab", "abcc", "abcd", "abx", "aabc"])
def test_an_order_has_every_step_once(given_order: str) -> None:
    with pytest.raises(ValueError, match="each once"):
        score_order("abc", given_order)


def test_a_single_step_is_no_order() -> None:
    with pytest.raises(ValueError, match="each once"):
        score_order("a", "a")


@given(answers)
def test_a_match_scores_its_rows(rows: dict[str, tuple[str, str]]) -> None:
    pairs = {left: right for left, (right, _) in rows.items()}
    answer = {left: pick for left, (_, pick) in rows.items()}
    hits = [right == pick for right, pick in rows.values()]
    points = score_match(pairs, answer)
    assert points == pytest.approx(sum(hits) / len(hits))
    assert (points == 1) == all(hits)
    assert (points == 0) == (not any(hits))


@pytest.mark.parametrize("answer", [{}, {"a": "x"}, {"a": "x", "b": "y", "c": "z"}])
def test_a_match_needs_every_row_and_no_other(answer: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="every row"):
        score_match({"a": "x", "b": "y"}, answer)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("emotional bond", 1.0),
        ("Emotional-Bond!", 1.0),
        (" émotional  bond ", 1.0),
        ("bond", 1.0),
        ("bonds", 0.0),
        ("", 0.0),
        ("emotional", 0.0),
    ],
)
def test_typed_words_are_compared_folded(text: str, expected: float) -> None:
    assert score_typed(["bond", "Emotional bond"], text) == expected


@pytest.mark.parametrize(
    ("value", "tolerance", "text", "expected"),
    [
        ("36", "0", "36", 1.0),
        ("36", "0", "36.0", 1.0),
        ("36", "0", "36 %", 1.0),
        ("36", "0", "36.0000000000000000000000001", 0.0),
        ("0.5", "0.05", "0,55", 1.0),
        ("0.5", "0.05", ".45", 1.0),
        ("0.5", "0.05", "0.5500001", 0.0),
        ("1250", "0", "1,250", 1.0),
        ("-2", "0.5", "−2.5", 1.0),
        ("0.3", "0", "0.1", 0.0),
    ],
)
def test_a_number_counts_up_to_its_tolerance(
    value: str, tolerance: str, text: str, expected: float
) -> None:
    assert score_numeric(value, tolerance, text) == expected


@given(decimals, tolerances, tolerances)
def test_a_number_is_right_within_the_tolerance_on_both_sides(
    value: Decimal, tolerance: Decimal, off: Decimal
) -> None:
    expected = float(off <= tolerance)
    for answer in (value + off, value - off):
        assert score_numeric(f"{value:f}", f"{tolerance:f}", f"{answer:f}") == expected


@pytest.mark.parametrize("text", ["", "many", "1e3", "0x10", "3 of 4", "nan"])
def test_words_are_no_number(text: str) -> None:
    with pytest.raises(ValueError, match="not a number"):
        score_numeric("1", "0", text)
