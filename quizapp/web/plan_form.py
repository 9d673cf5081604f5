"""The form of an exam plan: what was sent, as choices, and what stands in it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from werkzeug.datastructures import MultiDict

from quizapp.core.exams.timing import USUAL_EXAM
from quizapp.core.scheduling.exam_plan import WEEKDAYS, ExamPlan
from quizapp.db.queries.accounts import ViewerRow
from quizapp.services.errors import Invalid
from quizapp.services.plan import PlanChoices
from quizapp.web import words

DAY_NAMES: Final = dict(
    zip(
        WEEKDAYS,
        ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
        strict=True,
    )
)
MOST_DAYS_AT_ONCE: Final = 60


@dataclass(frozen=True, slots=True)
class FormView:
    """What stands in the form: as sent where it was refused, else as it is stored."""

    exam: str
    exam_on: str
    target: str
    minutes: list[tuple[str, str, str]]  # field, weekday, minutes
    days_off: list[tuple[str, str]]  # ISO day, words
    is_sparing: bool


def choices_of(form: MultiDict[str, str]) -> PlanChoices:
    """Read what was sent. Raises Invalid with the field that cannot be read."""
    days_off = [_day(text, "days_off") for text in form.getlist("off")]
    first, last = _day(form.get("off_from", ""), "off_from"), _day(form.get("off_to", ""), "off_to")
    return PlanChoices(
        exam=form.get("exam", ""),
        exam_on=_day(form.get("exam_on", ""), "exam_on"),
        target=_number(form.get("target", ""), "target"),
        minutes=[_number(form.get(f"minutes_{day}", ""), "minutes") or 0 for day in WEEKDAYS],
        days_off=[*(day for day in days_off if day), *_span(first, last)],
        is_sparing="sparing" in form,
    )


def form_view(row: ViewerRow, today: date, sent: Mapping[str, Any] | None = None) -> FormView:
    """Return what stands in the form."""
    plan = row.plan or ExamPlan(USUAL_EXAM, None, None, (row.minutes_a_day,) * 7, frozenset())
    sent = sent or {}
    return FormView(
        exam=sent.get("exam", plan.exam),
        exam_on=sent.get("exam_on", plan.exam_on.isoformat() if plan.exam_on else ""),
        target=sent.get("target", str(plan.target) if plan.target is not None else ""),
        minutes=[
            (f"minutes_{day}", DAY_NAMES[day], sent.get(f"minutes_{day}", str(minutes)))
            for day, minutes in zip(WEEKDAYS, plan.minutes, strict=True)
        ],
        days_off=[
            (day.isoformat(), words.long_date(day)) for day in sorted(plan.days_off) if day >= today
        ],
        is_sparing="sparing" in sent if sent else plan.is_sparing,
    )


def _day(text: str, field: str) -> date | None:
    if not text.strip():
        return None
    try:
        return date.fromisoformat(text.strip())
    except ValueError as error:
        raise Invalid("Write the day as 2027-01-08.", field) from error


def _number(text: str, field: str) -> int | None:
    if not text.strip():
        return None
    if not text.strip().isdecimal() or len(text.strip()) > 4:  # noqa: PLR2004 - digits of 1440
        raise Invalid("Write a whole number.", field)
    return int(text)


def _span(first: date | None, last: date | None) -> list[date]:
    """Return the days off from `first` to `last`; one of them alone is one day."""
    first, last = first or last, last or first
    if first is None or last is None:
        return []
    if last < first:
        raise Invalid("The last day off comes before the first.", "off_to")
    if (last - first).days >= MOST_DAYS_AT_ONCE:
        raise Invalid(f"Add at most {MOST_DAYS_AT_ONCE} days at once.", "off_to")
    return [first + timedelta(days=place) for place in range((last - first).days + 1)]
