"""Setting up a plan toward an exam, and saying how the exam went."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import update
from sqlalchemy.orm import Session

from quizapp.core.scheduling.exam_plan import FURTHEST_DAYS, MOST_MINUTES, Outcome
from quizapp.db.models.plans import ExamPlan
from quizapp.db.queries.exams import exam_titles
from quizapp.services.errors import Invalid, NotFound

MOST_DAYS_OFF = 366


@dataclass(frozen=True, slots=True)
class PlanChoices:
    """What a learner says of their exam. Nothing is needed but the minutes; Monday comes first."""

    exam: str
    exam_on: date | None
    target: int | None
    minutes: Sequence[int]
    days_off: Sequence[date]
    is_sparing: bool


def change_plan(
    db_session: Session, user_id: int, choices: PlanChoices, *, today: date, now: datetime
) -> None:
    """Store a plan in place of the one before. Raises Invalid with the field that cannot be."""
    _check(db_session, choices, today)
    row = db_session.get(ExamPlan, user_id)
    if row is None:
        row = ExamPlan(user_id=user_id, version=0, minutes=[], days_off=[], changed_at=now)
        db_session.add(row)
    if row.exam_on != choices.exam_on:
        row.outcome = Outcome.UNASKED
    row.exam = choices.exam
    row.exam_on = choices.exam_on
    row.target = choices.target
    row.minutes = list(choices.minutes)
    # Days off that are over stay: nobody should have missed them afterwards.
    over = {day for day in row.days_off if day < today.isoformat()}
    row.days_off = sorted(over | {day.isoformat() for day in choices.days_off if day >= today})
    row.is_sparing = choices.is_sparing
    row.version += 1
    row.changed_at = now
    db_session.commit()


def adopt_plan(db_session: Session, guest_id: int, user_id: int) -> None:
    """Give a guest's plan to the account that takes the guest over, if it has none of its own."""
    if db_session.get(ExamPlan, user_id) is None:
        db_session.execute(
            update(ExamPlan).where(ExamPlan.user_id == guest_id).values(user_id=user_id)
        )


def tell_outcome(
    db_session: Session, user_id: int, outcome: str, *, today: date, now: datetime
) -> None:
    """Note how the exam went; it is asked once. Raises NotFound, and Invalid before the exam."""
    row = db_session.get(ExamPlan, user_id)
    if row is None or row.exam_on is None:
        raise NotFound("There is no exam in your plan.")
    if row.exam_on >= today:
        raise Invalid("The exam is not over yet.", "outcome")
    if outcome not in {Outcome.PASSED, Outcome.FAILED, Outcome.UNSAID}:
        raise Invalid("Choose one of the answers.", "outcome")
    row.outcome = outcome
    row.changed_at = now
    db_session.commit()


def _check(db_session: Session, choices: PlanChoices, today: date) -> None:
    """Raise Invalid with everything that cannot be."""
    faults: dict[str, str] = {}
    if choices.exam and choices.exam not in dict(exam_titles(db_session)):
        faults["exam"] = "Choose an exam from the list."
    if choices.exam_on is not None and choices.exam_on < today:
        faults["exam_on"] = "This day is over. Choose today or a day to come."
    if choices.exam_on is not None and choices.exam_on > today + timedelta(days=FURTHEST_DAYS):
        faults["exam_on"] = "Choose a day within five years."
    if choices.target is not None and not 1 <= choices.target <= 99:  # noqa: PLR2004 - percent
        faults["target"] = "Choose a line from 1 to 99 percent, or leave it empty."
    if len(choices.minutes) != 7 or not all(0 <= one <= MOST_MINUTES for one in choices.minutes):  # noqa: PLR2004 - days
        faults["minutes"] = f"Choose minutes from 0 to {MOST_MINUTES} for each day."
    if len(set(choices.days_off)) > MOST_DAYS_OFF:
        faults["days_off"] = f"Keep days off to {MOST_DAYS_OFF}."
    for field, message in faults.items():
        raise Invalid(message, field, faults)
