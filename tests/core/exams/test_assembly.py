"""The draw of a mock exam."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizapp.core.exams.assembly import LENGTHS, PoolItem, assemble, lengths

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
SECTIONS = [frozenset("R"), frozenset("C"), frozenset("RC")]


@st.composite
def pools(draw: st.DrawFn, *, siblings: bool = True) -> list[PoolItem]:
    number = draw(st.integers(0, 60))
    pairs = draw(st.lists(st.tuples(st.integers(1, 60), st.integers(1, 60)), max_size=12))
    kin: dict[int, set[int]] = {}
    for one, other in pairs if siblings else []:
        if one != other:
            kin.setdefault(one, set()).add(other)
    return [
        PoolItem(
            item_id,
            draw(st.sampled_from(SECTIONS)),
            draw(st.sampled_from(["a", "b", "c", "d"])),
            frozenset(kin.get(item_id, ())),
            draw(st.sampled_from(["", "", "x", "y"])),
            draw(st.sampled_from([None, NOON, NOON - timedelta(days=3)])),
        )
        for item_id in range(1, number + 1)
    ]


def chance(seed: int) -> Random:
    return Random(seed)  # noqa: S311 - a draw, no secret


def plain(number: int, section: str = "RC", **fields: object) -> list[PoolItem]:
    """Return questions 1 to `number`, of two concepts in turn."""
    one = {"siblings": frozenset(), **fields}
    return [
        PoolItem(n, frozenset(section), "ab"[n % 2], **one)  # type: ignore[arg-type]
        for n in range(1, number + 1)
    ]


@settings(max_examples=60)
@given(pools(), st.integers(0, 9))
def test_every_length_that_is_offered_can_be_drawn(pool: list[PoolItem], seed: int) -> None:
    by_id = {one.item_id: one for one in pool}
    for length in lengths(pool):
        drawn = assemble(pool, length, chance(seed))
        assert [len(drawn[name]) for name in "RC"] == [length - length // 2, length // 2]
        ids = [*drawn["R"], *drawn["C"]]
        assert len(set(ids)) == length
        for name in "RC":
            assert all(name in by_id[one].sections for one in drawn[name])
        taken = set(ids)
        assert not [one for one in ids if by_id[one].siblings & taken]
        assert drawn == assemble(list(reversed(pool)), length, chance(seed))


@settings(max_examples=60)
@given(pools(siblings=False), st.integers(0, 9))
def test_concepts_get_equal_shares_as_far_as_they_reach(pool: list[PoolItem], seed: int) -> None:
    pool = [one for one in pool if len(one.sections) == 1]
    for length in lengths(pool):
        drawn = assemble(pool, length, chance(seed))
        for name in "RC":
            there = Counter(one.concept for one in pool if name in one.sections)
            got = Counter(one.concept for one in pool if one.item_id in drawn[name])
            most = max(got.values())
            assert all(got[concept] in (most, most - 1, there[concept]) for concept in there)


@settings(max_examples=50)
@given(pools(siblings=False), st.integers(0, 9))
def test_of_a_concept_those_not_seen_for_longest_come(pool: list[PoolItem], seed: int) -> None:
    pool = [one for one in pool if len(one.sections) == 1]
    for length in lengths(pool):
        drawn = assemble(pool, length, chance(seed))
        for one in pool:
            (name,) = one.sections
            if one.item_id not in drawn[name] and one.seen_at is None:
                rivals = [
                    o for o in pool if o.sections == one.sections and o.concept == one.concept
                ]
                assert all(o.seen_at is None for o in rivals if o.item_id in drawn[name])


def test_lengths_are_the_standard_ones_and_the_longest() -> None:
    assert lengths(plain(60)) == [*LENGTHS, 60]
    assert lengths(plain(50)) == [25, 50]
    assert lengths(plain(27)) == [25, 26]
    assert lengths(plain(7)) == [6]
    assert lengths(plain(1)) == []
    assert lengths(plain(40, "R")) == []
    assert lengths([]) == []


def test_a_length_that_cannot_be_filled_is_an_error() -> None:
    for length in (0, -2, 8):
        with pytest.raises(ValueError, match="questions"):
            assemble(plain(7), length, chance(1))


def test_another_seed_is_another_exam() -> None:
    exams = {str(assemble(plain(60), 20, chance(seed))) for seed in range(10)}
    assert len(exams) == 10


def test_items_of_a_case_come_together() -> None:
    cases = [
        PoolItem(n, frozenset("RC"[n % 2]), "a", frozenset(), f"case {n // 4}" if n < 16 else "")
        for n in range(40)
    ]
    for seed in range(5):
        for ids in assemble(cases, 40, chance(seed)).values():
            names = [cases[one].case for one in ids]
            runs = [name for at, name in enumerate(names) if name and names[at - 1 : at] != [name]]
            assert len(runs) == len(set(runs))
