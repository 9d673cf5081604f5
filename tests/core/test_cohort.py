"""What a cohort shows: every small cell hidden, and none that can be worked out."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from itertools import product

import pytest

from quizapp.core.cohort import (
    FEWEST,
    Groups,
    Member,
    active_of,
    bank_band,
    below_plan,
    day_band,
    days_by_week,
    grouped,
    is_told,
    mastery_band,
    plain_code,
    spoken,
    told_cell,
    week_rows,
)

TODAY = date(2026, 11, 22)
LONG_AGO = TODAY - timedelta(days=30)


def tables(size: int, members: int) -> Iterator[tuple[int, ...]]:
    """Every way to put so many members into so many cells."""
    for cells in product(range(members + 1), repeat=size - 1):
        if sum(cells) <= members:
            yield (*cells, members - sum(cells))


@pytest.mark.parametrize(("size", "most"), [(2, 40), (3, 30), (4, 24)])
def test_no_small_cell_can_be_worked_out(size: int, most: int) -> None:
    """Somebody who knows the total, what is shown, and this rule, is left with three values."""
    for members in range(FEWEST, most + 1):
        alike: dict[Groups, list[tuple[int, ...]]] = defaultdict(list)
        for cells in tables(size, members):
            alike[grouped(cells)].append(cells)
        for groups, behind in alike.items():
            assert sum(one.count for one in groups) == members
            assert all(one.count >= FEWEST for one in groups)
            for place in range(size):
                values = {cells[place] for cells in behind}
                assert told_cell(groups, place) is not None or len(values) >= 3, (groups, behind)


def shown(*counts: int, known: tuple[int, ...] = ()) -> list[int | str]:
    """Return the groups as figures, those of several cells with a +."""
    groups = grouped(counts, known)
    return [one.count if one.is_one else f"{one.count}+" for one in groups]


def test_large_cells_are_shown_as_they_are() -> None:
    assert shown(5, 9, 17) == [5, 9, 17]
    assert shown(17, 9, 4) == [17, "13+"]
    assert shown(4, 9, 17) == ["13+", 17]
    assert shown(2, 9, 9, 2) == ["11+", "11+"]
    assert shown(0, 0, 12) == ["12+"], "that all are alike says it of each"
    assert not is_told(grouped((0, 0, 12)))


def test_what_is_named_does_not_make_a_cell_large() -> None:
    # Four of the six without a day stand in the list of names: the other two are alone.
    assert shown(6, 6, 6) == [6, 6, 6]
    assert shown(6, 6, 6, known=(4, 0, 0)) == ["12+", 6]


def member(n: int, days: int, *, name: str = "", planned: int | None = 4) -> Member:
    return Member(n, name, LONG_AGO, planned, (days, 0, 0, 0))


def test_only_who_agreed_is_named_and_by_name_not_by_days() -> None:
    group = [
        member(1, 0, name="zoe"),
        member(2, 3, name="Amara"),
        member(3, 4, name="Ben"),
        *(member(n, 1) for n in range(10, 16)),
        *(member(n, 5) for n in range(20, 26)),
    ]
    found = below_plan(group, TODAY)
    assert [(one.name, one.studied, one.planned) for one in found.named] == [
        ("Amara", 3, 4),
        ("zoe", 0, 4),
    ]
    assert (found.others, found.has_others) == (6, True)


@pytest.mark.parametrize(("below", "above"), [(4, 12), (12, 4), (0, 12), (12, 0)])
def test_the_others_are_counted_only_where_it_gives_nobody_away(below: int, above: int) -> None:
    group = [member(n, 0 if n < below else 7) for n in range(below + above)]
    # Twenty who are named do not make the group of the others larger.
    group += [member(100 + n, 0, name=f"Named {n}") for n in range(20)]
    assert below_plan(group, TODAY).others is None


def test_nobody_is_judged_in_their_first_week_or_without_a_plan() -> None:
    fresh = replace(member(1, 0, name="Ann"), since=TODAY - timedelta(days=6))
    assert below_plan([fresh, member(2, 0, name="Bo", planned=None)], TODAY).named == ()
    week = replace(fresh, since=TODAY - timedelta(days=7))
    assert len(below_plan([week], TODAY).named) == 1


def test_weeks_do_not_give_away_whom_the_names_leave_over() -> None:
    group = [
        *(member(n, 0, name=f"Named {n}") for n in range(4)),
        *(member(10 + n, 0) for n in range(2)),
        *(member(20 + n, 2) for n in range(6)),
        *(member(30 + n, 4) for n in range(6)),
        *(member(40 + n, 6) for n in range(6)),
    ]
    newest, before = week_rows(group, TODAY)[:2]
    assert [one.count for one in newest] == [12, 6, 6]
    assert active_of(newest, len(group)) is None
    assert not is_told(before), "in the weeks before all are alike"
    unnamed = [replace(one, name="") for one in group]
    newest = week_rows(unnamed, TODAY)[0]
    assert [one.count for one in newest] == [6, 6, 6, 6]
    assert active_of(newest, len(unnamed)) == 18


def test_who_is_not_in_the_list_is_known_to_have_kept_the_plan() -> None:
    group = [member(n, 6, name=f"Named {n}", planned=5) for n in range(5)]
    group += [member(10, 6), *(member(20 + n, 2) for n in range(6))]
    assert told_cell(week_rows(group, TODAY)[0], 3) is None, "five of the six are known by name"


def test_days_fall_into_the_weeks_that_are_over() -> None:
    days = [TODAY, *(TODAY - timedelta(days=ago) for ago in (1, 7, 8, 28, 29))]
    assert days_by_week(days, TODAY) == (2, 1, 0, 1)


def test_bands() -> None:
    assert [day_band(days) for days in range(8)] == [0, 1, 1, 2, 2, 3, 3, 3]
    assert [mastery_band(known, 10) for known in (0, 5, 6, 7, 8, 10)] == [0, 0, 1, 1, 2, 2]
    assert mastery_band(3, 3) == 3
    assert [bank_band(seen, 9) for seen in (0, 1, 4, 5, 9)] == [0, 1, 1, 2, 2]
    assert bank_band(0, 0) == 0


def test_a_code_is_read_however_it_is_typed() -> None:
    assert plain_code(" abcd-efgh ") == "ABCDEFGH"
    assert spoken("ABCDEFGH") == "ABCD EFGH"
    for text in ("", "ABCDEFG", "ABCDEFGHJ", "A" * 10_000, "<script>"):
        assert plain_code(text) == ""
