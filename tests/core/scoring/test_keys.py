"""Scores by kind of item: bank-format.md, "Items, parts, cards, scores"."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.core.bank.model import SELF_GRADED_KINDS, Kind
from quizapp.core.scoring.keys import SCORERS, score

id_sets = st.frozensets(st.sampled_from("abcdefgh"))


def ids(letters: str) -> frozenset[str]:
    return frozenset(letters)


@pytest.mark.parametrize("kind", [Kind.SINGLE, Kind.TRUE_FALSE, "single", "truefalse"])
@pytest.mark.parametrize(("chosen", "expected"), [("a", 1.0), ("b", 0.0), ("", 0.0)])
def test_one_answer_is_right_or_wrong(kind: Kind | str, chosen: str, expected: float) -> None:
    assert score(kind, ids("a"), ids(chosen)) == expected


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        ("abc", 1.0),
        ("ab", 2 / 3),
        ("abd", 1 / 3),
        ("ad", 0.0),
        ("abcd", 2 / 3),
        ("abcde", 1 / 3),
        ("de", 0.0),  # never below nothing
        ("", 0.0),
    ],
)
def test_select_all_takes_wrong_picks_off(chosen: str, expected: float) -> None:
    assert score(Kind.MULTI, ids("abc"), ids(chosen)) == pytest.approx(expected)


@given(id_sets.filter(bool), id_sets)
def test_select_all_is_full_for_the_key_alone(keys: frozenset[str], chosen: frozenset[str]) -> None:
    points = score(Kind.MULTI, keys, chosen)
    assert 0 <= points <= 1
    assert (points == 1) == (chosen == keys)


@given(id_sets.filter(bool), id_sets, st.sampled_from("abcdefgh"))
def test_a_further_wrong_pick_never_helps(
    keys: frozenset[str], chosen: frozenset[str], extra: str
) -> None:
    if extra not in keys:
        assert score(Kind.MULTI, keys, chosen | {extra}) <= score(Kind.MULTI, keys, chosen)


def test_an_option_the_item_does_not_have_is_named() -> None:
    with pytest.raises(ValueError, match="unknown option ids: x, y"):
        score(Kind.MULTI, ids("a"), ids("ayx"), ids("abc"))
    with pytest.raises(ValueError, match="unknown option ids: a"):
        score(Kind.SINGLE, ids("a"), ids("b"), ids("bc"))
    assert score(Kind.SINGLE, ids("a"), ids("a"), ids("abc")) == 1


def test_two_answers_to_a_single_best_answer_are_refused() -> None:
    with pytest.raises(ValueError, match="one answer is possible"):
        score(Kind.SINGLE, ids("a"), ids("ab"))


def test_an_item_needs_the_key_of_its_kind() -> None:
    with pytest.raises(ValueError, match="without key"):
        score(Kind.MULTI, ids(""), ids("a"))
    with pytest.raises(ValueError, match="has one key"):
        score(Kind.SINGLE, ids("ab"), ids("a"))


@pytest.mark.parametrize("kind", sorted(SELF_GRADED_KINDS))
def test_self_graded_kinds_have_no_key(kind: Kind) -> None:
    with pytest.raises(ValueError, match="no key to score"):
        score(kind, ids("a"), ids("a"))


def test_an_unknown_kind_is_refused() -> None:
    with pytest.raises(ValueError, match="riddle"):
        score("riddle", ids("a"), ids("a"))


def test_the_kinds_with_options_are_scored_here() -> None:
    assert set(SCORERS) == {Kind.SINGLE, Kind.TRUE_FALSE, Kind.MULTI}
