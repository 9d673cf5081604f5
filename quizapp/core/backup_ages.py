"""Which backups are kept as they grow old: all, then one a day, then one a week."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

ALL_HOURS: Final = 24
DAILY_DAYS: Final = 14
WEEKLY_WEEKS: Final = 8


def kept_backups(moments: Iterable[datetime], now: datetime) -> set[datetime]:
    """Return which of the backups made at `moments` are kept.

    All of the last day; of each older day and week the last one, since it has everything that the
    others had. The newest is kept however old it is.
    """
    newest_first = sorted(set(moments), reverse=True)
    kept = set(newest_first[:1])
    periods: set[object] = set()
    for moment in newest_first:
        age, day, week = now - moment, moment.date(), moment.isocalendar()[:2]
        is_kept = (
            age <= timedelta(hours=ALL_HOURS)
            or (age <= timedelta(days=DAILY_DAYS) and day not in periods)
            or (age <= timedelta(weeks=WEEKLY_WEEKS) and week not in periods)
        )
        if is_kept:
            kept.add(moment)
        periods |= {day, week}
    return kept
