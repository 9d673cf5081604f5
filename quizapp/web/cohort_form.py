"""The form of a cohort: what was sent, as choices, and what stands in it."""

from dataclasses import dataclass
from datetime import date

from werkzeug.datastructures import MultiDict

from quizapp.core.exams.timing import USUAL_EXAM
from quizapp.db.queries.cohorts import CohortBankRow, CohortRow
from quizapp.services.cohorts import CohortChoices
from quizapp.services.errors import Invalid


@dataclass(frozen=True, slots=True)
class CohortForm:
    """What stands in the form: as sent where it was refused, else as it is stored."""

    title: str = ""
    exam: str = USUAL_EXAM
    exam_on: str = ""
    days_a_week: str = ""
    banks: frozenset[str] = frozenset()


def choices_of(form: MultiDict[str, str]) -> CohortChoices:
    """Read what was sent. Raises Invalid with the field that cannot be read."""
    return CohortChoices(
        title=form.get("title", ""),
        exam=form.get("exam", ""),
        exam_on=_day(form.get("exam_on", "").strip()),
        days_a_week=_days(form.get("days_a_week", "").strip()),
        banks=form.getlist("banks"),
    )


def sent_form(form: MultiDict[str, str]) -> CohortForm:
    """Return the form as it was sent."""
    return CohortForm(
        form.get("title", ""),
        form.get("exam", ""),
        form.get("exam_on", ""),
        form.get("days_a_week", ""),
        frozenset(form.getlist("banks")),
    )


def stored_form(cohort: CohortRow, banks: list[CohortBankRow]) -> CohortForm:
    """Return the form of a cohort as it is stored."""
    return CohortForm(
        cohort.title,
        cohort.exam,
        cohort.exam_on.isoformat() if cohort.exam_on else "",
        str(cohort.days_a_week or ""),
        frozenset(bank.slug for bank in banks),
    )


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise Invalid("Write the day as 2027-01-08.", "exam_on") from error


def _days(text: str) -> int | None:
    if not text:
        return None
    if len(text) > 1 or not text.isdecimal():
        raise Invalid("Choose 1 to 7 days, or leave it empty.", "days_a_week")
    return int(text)
