"""The plan as a calendar file (iCalendar, RFC 5545): an all-day entry a study day, and the exam."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import Final

from quizapp.core.scheduling.exam_plan import ExamPlan

MOST_BYTES: Final = 75  # of a line; longer ones are folded
_SIGNS: Final = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})


def calendar_file(plan: ExamPlan, today: date, *, name: str, exam: str, made_at: datetime) -> str:
    """Return the days of a plan from `today` to the exam; days off are not in it.

    `name` is that of the app and `exam` that of the exam. The ids of the entries hang on the day
    alone, so that a later file replaces an earlier one.
    """
    stamp = f"{made_at:%Y%m%dT%H%M%SZ}"
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:-//{name}//exam plan//EN"]
    for place in range(plan.days_left(today)):
        day = today + timedelta(days=place)
        if plan.minutes_on(day):
            lines += _entry(day, "study", f"{name}: {plan.minutes_on(day)} minutes", stamp)
    if plan.exam_on is not None and plan.exam_on >= today:
        lines += _entry(plan.exam_on, "exam", exam, stamp)
    return "\r\n".join(_folded([*lines, "END:VCALENDAR"])) + "\r\n"


def _entry(day: date, what: str, text: str, stamp: str) -> list[str]:
    return [
        "BEGIN:VEVENT",
        f"UID:{what}-{day:%Y%m%d}@exam-plan",
        f"DTSTAMP:{stamp}",
        f"DTSTART;VALUE=DATE:{day:%Y%m%d}",
        f"DTEND;VALUE=DATE:{day + timedelta(days=1):%Y%m%d}",
        f"SUMMARY:{text.translate(_SIGNS)}",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    ]


def _folded(lines: Iterable[str]) -> Iterator[str]:
    """Break lines of over 75 bytes, never inside a sign; a continuation begins with a space."""
    for line in lines:
        rest = line
        while len(rest.encode()) > MOST_BYTES:
            cut = MOST_BYTES
            while len(rest[:cut].encode()) > MOST_BYTES:
                cut -= 1
            yield rest[:cut]
            rest = f" {rest[cut:]}"
        yield rest
