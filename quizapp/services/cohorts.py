"""A cohort from its educator's side: made, changed, its link renewed, closed, a member removed."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from quizapp.core.access import Permission, Role, has_permission
from quizapp.core.cohort import ALPHABET, CODE_LETTERS, LONGEST_TITLE
from quizapp.core.deck import plain_name
from quizapp.core.scheduling.exam_plan import FURTHEST_DAYS
from quizapp.db.models.accounts import User
from quizapp.db.models.banks import Bank
from quizapp.db.models.cohorts import Cohort, CohortBank, CohortMember
from quizapp.db.queries.banks import bank_titles
from quizapp.db.queries.cohorts import own_cohort
from quizapp.db.queries.exams import exam_titles
from quizapp.services.errors import Conflict, Invalid, NotFound

MOST_COHORTS: Final = 50  # open ones of one educator
MOST_DAYS: Final = 7


@dataclass(frozen=True, slots=True)
class CohortChoices:
    """What an educator says of a cohort. Nothing is needed but the title."""

    title: str
    exam: str = ""
    exam_on: date | None = None
    days_a_week: int | None = None
    banks: Sequence[str] = ()


def make_cohort(
    db_session: Session, user_id: int, choices: CohortChoices, *, today: date, now: datetime
) -> int:
    """Make a cohort without members and return its id.

    Raises NotFound for who is no educator, Invalid with the field that cannot be.
    """
    user = db_session.get(User, user_id, with_for_update=True)
    if user is None or not has_permission(Role(user.role), Permission.LOAD_BANKS):
        raise NotFound("There is no page at this address.")
    mine = select(func.count()).where(Cohort.owner_id == user_id, Cohort.closed_at.is_(None))
    if (db_session.scalar(mine) or 0) >= MOST_COHORTS:
        raise Invalid(f"You have {MOST_COHORTS} cohorts. Close one that is over first.", "title")
    cohort = add_cohort(db_session, user_id, now)
    _put(db_session, cohort, choices, today)
    db_session.commit()
    return cohort.id


def change_cohort(
    db_session: Session,
    user_id: int,
    cohort_id: int,
    choices: CohortChoices,
    *,
    today: date,
    now: datetime,
) -> None:
    """Change what a cohort asks for. Raises NotFound, Conflict once it is closed, Invalid."""
    cohort = _own_open(db_session, user_id, cohort_id)
    if cohort.days_a_week != choices.days_a_week:
        # Nobody is below a goal that is younger than a week. Besides, to try goals one after the
        # other would tell on how many days each member studied.
        cohort.goal_since = now
    _put(db_session, cohort, choices, today)
    db_session.commit()


def renew_link(db_session: Session, user_id: int, cohort_id: int) -> None:
    """Give a cohort another link and code; the old ones end. Raises NotFound, Conflict."""
    cohort = _own_open(db_session, user_id, cohort_id)
    cohort.link, cohort.code = _new_link(), _new_code()
    db_session.commit()


def close_cohort(db_session: Session, user_id: int, cohort_id: int, *, now: datetime) -> None:
    """End a cohort for good: nothing is shared any more. Raises NotFound; again is harmless."""
    cohort = _own(db_session, user_id, cohort_id)
    cohort.closed_at = cohort.closed_at or now
    db_session.flush()  # while there are members to tell of it (ADR 0019)
    db_session.execute(delete(CohortMember).where(CohortMember.cohort_id == cohort.id))
    db_session.commit()


def remove_member(db_session: Session, user_id: int, cohort_id: int, member_id: int) -> None:
    """Take a member who is named out of a cohort. Raises NotFound; harmless for others."""
    cohort = _own(db_session, user_id, cohort_id)
    # Somebody who is not named cannot be picked out, not even to see whether they are there.
    db_session.execute(
        delete(CohortMember).where(
            CohortMember.cohort_id == cohort.id,
            CohortMember.user_id == member_id,
            CohortMember.shares_name,
        )
    )
    db_session.commit()


def add_cohort(db_session: Session, owner_id: int, now: datetime) -> Cohort:
    """Add a cohort with a new link and code; no commit."""
    cohort = Cohort(owner_id=owner_id, title="", link=_new_link(), code=_new_code())
    cohort.created_at = cohort.goal_since = now
    db_session.add(cohort)
    return cohort


def _new_link() -> str:
    return secrets.token_urlsafe(16)  # 128 bits


def _new_code() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(CODE_LETTERS))


def _own(db_session: Session, user_id: int, cohort_id: int) -> Cohort:
    if own_cohort(db_session, user_id, cohort_id) is None:
        raise NotFound("There is no such cohort of yours.")
    return db_session.get_one(Cohort, cohort_id, with_for_update=True)


def _own_open(db_session: Session, user_id: int, cohort_id: int) -> Cohort:
    cohort = _own(db_session, user_id, cohort_id)
    if cohort.closed_at is not None:
        raise Conflict("This cohort is closed; nothing of it changes any more.")
    return cohort


def _put(db_session: Session, cohort: Cohort, choices: CohortChoices, today: date) -> None:
    """Write what was chosen. Raises Invalid with everything that cannot be."""
    faults = _faults(db_session, cohort, choices, today)
    for field, message in faults.items():
        raise Invalid(message, field, faults)
    cohort.title = plain_name(choices.title)
    cohort.exam, cohort.exam_on = choices.exam, choices.exam_on
    cohort.days_a_week = choices.days_a_week
    db_session.flush()
    db_session.execute(delete(CohortBank).where(CohortBank.cohort_id == cohort.id))
    for bank_id in db_session.scalars(select(Bank.id).where(Bank.slug.in_(choices.banks))).all():
        db_session.add(CohortBank(cohort_id=cohort.id, bank_id=bank_id))


def _faults(
    db_session: Session, cohort: Cohort, choices: CohortChoices, today: date
) -> dict[str, str]:
    with db_session.no_autoflush:  # a new cohort has no title yet
        banks, exams = bank_titles(db_session), dict(exam_titles(db_session))
    is_new_day = choices.exam_on is not None and choices.exam_on != cohort.exam_on
    latest = today + timedelta(days=FURTHEST_DAYS)
    faults = _faults_of_title(choices.title)
    if choices.exam and choices.exam not in exams:
        faults["exam"] = "Choose an exam from the list."
    if is_new_day and not today <= (choices.exam_on or today) <= latest:
        faults["exam_on"] = "Choose a day to come, within five years."
    if choices.days_a_week is not None and choices.days_a_week not in range(1, MOST_DAYS + 1):
        faults["days_a_week"] = "Choose 1 to 7 days, or leave it empty."
    if not set(choices.banks) <= banks.keys():
        faults["banks"] = "Choose banks from the list."
    return faults


def _faults_of_title(title: str) -> dict[str, str]:
    try:
        length = len(plain_name(title))
    except ValueError:
        return {"title": "Give the cohort a name, in letters that can be seen."}
    if length > LONGEST_TITLE:
        return {"title": f"The name has {length} characters; {LONGEST_TITLE} fit."}
    return {}
