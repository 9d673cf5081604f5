"""Which backups are kept: dense while they are young, sparse when old, never none."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from quizapp.core.backup_ages import kept_backups

NOW = datetime(2026, 11, 28, 12, 0, tzinfo=UTC)  # a Saturday


def ages_kept(ages: list[timedelta]) -> list[timedelta]:
    return sorted(NOW - moment for moment in kept_backups((NOW - age for age in ages), NOW))


def test_all_of_the_last_day_are_kept() -> None:
    hours = [timedelta(hours=hour) for hour in range(25)]
    assert ages_kept(hours) == hours


def test_of_older_days_the_last_of_each_is_kept_for_two_weeks() -> None:
    hours = [timedelta(hours=hour) for hour in range(14 * 24)]
    older = [age for age in ages_kept(hours) if age > timedelta(hours=24)]
    assert older == [timedelta(hours=13 + 24 * day) for day in range(1, 14)]


def test_of_older_weeks_the_last_of_each_is_kept_for_eight() -> None:
    days = [timedelta(days=day) for day in range(200)]
    older = [age.days for age in ages_kept(days) if age > timedelta(days=14)]
    assert older == [20, 27, 34, 41, 48, 55]  # Sundays


def test_the_newest_is_kept_however_old() -> None:
    year, more = timedelta(days=365), timedelta(days=366)
    assert ages_kept([year, more]) == [year]
    assert kept_backups([], NOW) == set()


@given(st.lists(st.integers(0, 100 * 24), max_size=60, unique=True))
def test_dropping_as_time_goes_keeps_what_dropping_once_would(hours: list[int]) -> None:
    """What is kept at the end does not depend on how often old ones were dropped meanwhile."""
    made = [NOW - timedelta(hours=hour) for hour in sorted(hours, reverse=True)]
    there: set[datetime] = set()
    for moment in made:
        there = kept_backups(there | {moment}, moment)
    assert kept_backups(there, NOW) == kept_backups(made, NOW)
