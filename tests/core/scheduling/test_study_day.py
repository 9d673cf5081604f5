"""When a study day begins and ends, over zones and instants."""

from datetime import UTC, date, datetime, time, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.core.scheduling.study_day import day_bounds, study_day

ONE_DAY = timedelta(days=1)

# Besides the usual ones: half-hour shift (Lord Howe), two-hour shift (Troll), three-hour
# shift (Casey), shift at midnight (Havana, Beirut, St John's), a lost date (Apia, Kwajalein).
ZONES = (
    "UTC",
    "America/New_York",
    "Europe/Berlin",
    "Asia/Kolkata",
    "Pacific/Chatham",
    "Australia/Lord_Howe",
    "Antarctica/Troll",
    "Antarctica/Casey",
    "America/Havana",
    "America/St_Johns",
    "Asia/Beirut",
    "Africa/Casablanca",
    "America/Nuuk",
    "Pacific/Apia",
    "Pacific/Kwajalein",
)
zones = st.sampled_from(ZONES)
FIRST, LAST = date(1990, 1, 1), date(2037, 12, 31)
instants = st.builds(
    lambda day, seconds: datetime.combine(day, time(), tzinfo=UTC) + timedelta(seconds=seconds),
    st.dates(FIRST, LAST),
    st.integers(0, 86_399),
)
days = st.dates(FIRST, LAST)
hours = st.integers(0, 23)


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[misc,arg-type]


@given(zones, instants, hours)
def test_every_instant_lies_within_its_study_day(zone: str, at: datetime, hour: int) -> None:
    start, end = day_bounds(study_day(at, zone, hour), zone, hour)
    assert start <= at < end


@given(zones, days, hours)
def test_study_days_follow_each_other_without_gap(zone: str, day: date, hour: int) -> None:
    start, end = day_bounds(day, zone, hour)
    assert start <= end
    assert end == day_bounds(day + ONE_DAY, zone, hour)[0]


@given(zones, days, hours)
def test_a_day_holds_its_first_and_last_moment(zone: str, day: date, hour: int) -> None:
    start, end = day_bounds(day, zone, hour)
    if start < end:
        assert study_day(start, zone, hour) == day
        assert study_day(end - timedelta(microseconds=1), zone, hour) == day


@given(zones, instants, st.timedeltas(timedelta(0), timedelta(days=3)), hours)
def test_study_days_never_run_backward(
    zone: str, at: datetime, later: timedelta, hour: int
) -> None:
    assert study_day(at, zone, hour) <= study_day(at + later, zone, hour)


@given(zones, instants, st.integers(-14, 14))
def test_only_the_instant_counts_not_how_it_is_written(
    zone: str, at: datetime, offset: int
) -> None:
    elsewhere = at.astimezone(timezone(timedelta(hours=offset)))
    assert study_day(elsewhere, zone) == study_day(at, zone)


@pytest.mark.parametrize(
    ("at", "day"),
    [
        (utc(2026, 1, 15, 8, 59, 59), date(2026, 1, 14)),  # 03:59:59 in New York
        (utc(2026, 1, 15, 9, 0), date(2026, 1, 15)),  # 04:00
        (utc(2026, 1, 16, 4, 30), date(2026, 1, 15)),  # 23:30
        (utc(2026, 1, 16, 5, 30), date(2026, 1, 15)),  # half past midnight
    ],
)
def test_a_study_day_begins_at_four_by_the_learners_clock(at: datetime, day: date) -> None:
    assert study_day(at, "America/New_York") == day


def test_an_evening_and_the_next_morning_are_one_day_apart() -> None:
    evening = study_day(utc(2026, 1, 15, 21, 30), "Europe/Berlin")
    morning = study_day(utc(2026, 1, 16, 7, 0), "Europe/Berlin")
    assert morning - evening == ONE_DAY


@pytest.mark.parametrize(
    ("zone", "day", "hours_long"),
    [
        ("America/New_York", date(2026, 3, 7), 23),  # clocks go forward at 02:00 on the 8th
        ("America/New_York", date(2026, 3, 8), 24),
        ("America/New_York", date(2026, 10, 31), 25),  # and back at 02:00 on 1 November
        ("Europe/Berlin", date(2026, 3, 28), 23),
        ("Europe/Berlin", date(2026, 10, 24), 25),
        ("Australia/Lord_Howe", date(2026, 4, 4), 24.5),
        ("Asia/Kolkata", date(2026, 3, 28), 24),
    ],
)
def test_the_length_of_a_day_when_clocks_change(zone: str, day: date, hours_long: float) -> None:
    start, end = day_bounds(day, zone)
    assert end - start == timedelta(hours=hours_long)
    assert start.tzinfo is UTC
    assert end.tzinfo is UTC


@pytest.mark.parametrize(
    ("zone", "day", "hour", "start"),
    [
        # 02:00 never shows on that date: the clock jumps to 03:00.
        ("America/New_York", date(2026, 3, 8), 2, utc(2026, 3, 8, 7, 0)),
        # The clock jumps from 01:00 to 03:00, over the middle of which the day would begin.
        ("Antarctica/Troll", date(2026, 3, 29), 2, utc(2026, 3, 29, 1, 0)),
        # 01:00 shows twice: the first time counts.
        ("America/New_York", date(2026, 11, 1), 1, utc(2026, 11, 1, 5, 0)),
    ],
)
def test_a_starting_hour_that_is_skipped_or_shown_twice(
    zone: str, day: date, hour: int, start: datetime
) -> None:
    assert day_bounds(day, zone, hour)[0] == start


def test_a_clock_set_back_over_the_starting_hour_does_not_bring_yesterday_back() -> None:
    # St John's, 7 November 2010: one minute after midnight the clock went back to 23:01.
    before, after = utc(2010, 11, 7, 2, 30, 30), utc(2010, 11, 7, 2, 31, 30)
    assert study_day(before, "America/St_Johns", 0) == date(2010, 11, 7)
    assert study_day(after, "America/St_Johns", 0) == date(2010, 11, 7)


def test_a_date_that_never_was_has_no_more_than_the_night_after_it() -> None:
    # Samoa went from 29 to 31 December 2011 at midnight.
    start, end = day_bounds(date(2011, 12, 30), "Pacific/Apia")
    assert (start, end) == (utc(2011, 12, 30, 10), utc(2011, 12, 30, 14))
    assert day_bounds(date(2011, 12, 30), "Pacific/Apia", 0)[0] == start


@pytest.mark.parametrize("zone", ["", "Mars/Olympus", "America", "/etc/passwd", "../UTC", "x\0"])
def test_an_unknown_zone_is_named(zone: str) -> None:
    with pytest.raises(ValueError, match="unknown time zone") as caught:
        study_day(utc(2026, 1, 1), zone)
    assert repr(zone) in str(caught.value)
    with pytest.raises(ValueError, match="unknown time zone"):
        day_bounds(date(2026, 1, 1), zone)


def test_a_time_without_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="no time zone"):
        study_day(datetime(2026, 1, 1, 12), "UTC")  # noqa: DTZ001  the fault under test


@pytest.mark.parametrize("hour", [-1, 24])
def test_an_hour_outside_the_clock_is_refused(hour: int) -> None:
    with pytest.raises(ValueError, match="from 0 to 23"):
        study_day(utc(2026, 1, 1), "UTC", hour)
    with pytest.raises(ValueError, match="from 0 to 23"):
        day_bounds(date(2026, 1, 1), "UTC", hour)
