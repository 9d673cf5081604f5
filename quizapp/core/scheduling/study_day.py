"""Study days: a day begins at 04:00 on the learner's clock, not at midnight (scheduling.md, 3).

A day begins at the first instant at which the clock shows that hour or later. So every
instant belongs to exactly one study day, even where clocks jump over the hour, show it
twice, or leave out a whole date; days of 23 and 25 hours are the usual exceptions.
"""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

DAY_START_HOUR = 4
_ONE_DAY = timedelta(days=1)
_ONE_SECOND = timedelta(seconds=1)


def study_day(at: datetime, zone: str, day_start_hour: int = DAY_START_HOUR) -> date:
    """Return the study day to which the instant `at` (with a time zone) belongs.

    ValueError for a time without zone, an unknown `zone`, or an hour outside 0 to 23.
    """
    if at.tzinfo is None or at.utcoffset() is None:
        raise ValueError(f"{at!r} has no time zone")
    where = known_zone(zone)
    hour = _checked_hour(day_start_hour)
    instant = at.astimezone(UTC)
    day = (instant.astimezone(where).replace(tzinfo=None) - timedelta(hours=hour)).date()
    # Where the clock is set back over the starting hour, it shows yesterday a second time.
    while instant >= _start(day + _ONE_DAY, where, hour):
        day += _ONE_DAY
    return day


def day_bounds(
    day: date, zone: str, day_start_hour: int = DAY_START_HOUR
) -> tuple[datetime, datetime]:
    """Return the first instant of the study day and the first one after it, both in UTC."""
    where = known_zone(zone)
    hour = _checked_hour(day_start_hour)
    return _start(day, where, hour), _start(day + _ONE_DAY, where, hour)


def known_zone(zone: str) -> ZoneInfo:
    """Return the zone of that name, or a ValueError that names it."""
    try:
        return ZoneInfo(zone)
    except (KeyError, ValueError, OSError) as error:  # OSError: a folder such as "America"
        raise ValueError(f"unknown time zone {zone!r}") from error


def _checked_hour(hour: int) -> int:
    if not 0 <= hour <= 23:  # noqa: PLR2004  hours of a day
        raise ValueError(f"a study day starts at an hour from 0 to 23, not {hour!r}")
    return hour


def _start(day: date, where: ZoneInfo, hour: int) -> datetime:
    """Find the first instant at which the clock shows `hour` of `day`, or later."""
    wall = datetime.combine(day, time(hour))
    after = wall.replace(tzinfo=where, fold=0).astimezone(UTC)
    if after.astimezone(where).replace(tzinfo=None) == wall:
        return after
    # The clock jumps over that hour: the day begins at the jump, found by halving.
    before = wall.replace(tzinfo=where, fold=1).astimezone(UTC)
    while after - before > _ONE_SECOND:
        middle = before + timedelta(seconds=(after - before) // _ONE_SECOND // 2)
        if middle.astimezone(where).replace(tzinfo=None) >= wall:
            after = middle
        else:
            before = middle
    return after
