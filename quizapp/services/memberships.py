"""Being in a cohort, from the learner's side: joined, named or not, left."""

from datetime import datetime
from typing import Final

from sqlalchemy import delete, func, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from quizapp.db.models.accounts import User
from quizapp.db.models.cohorts import Cohort, CohortMember
from quizapp.services.errors import Conflict, Invalid, NotAllowed, NotFound

MOST_MEMBERS: Final = 500  # of a cohort
MOST_MEMBERSHIPS: Final = 20  # of a learner
GONE: Final = "This link or code is no good any more. Ask your educator for the new one."
CLOSED: Final = "This cohort is closed; nobody can join it any more."


def join_cohort(
    db_session: Session, user_id: int, link: str, *, shares_name: bool, now: datetime
) -> int:
    """Join the cohort that a link is of and return its id; joining again only sets the naming.

    Raises NotFound, Conflict for a closed or full one, NotAllowed for guests and its own educator.
    """
    cohort = db_session.scalars(
        select(Cohort).where(Cohort.link == link).with_for_update()
    ).one_or_none()
    if cohort is None:
        raise NotFound(GONE)
    if cohort.closed_at is not None:
        raise Conflict(CLOSED)
    if cohort.owner_id == user_id:
        raise NotAllowed("It is your own cohort: you see it, and are not in it.")
    user = db_session.get_one(User, user_id)
    if user.is_guest:
        raise NotAllowed("Create an account first: a cohort is for more than one device.")
    _check_room(db_session, cohort.id, user_id)
    is_sqlite = db_session.get_bind().dialect.name == "sqlite"
    insert = (sqlite.insert if is_sqlite else postgresql.insert)(CohortMember)
    names = shares_name and bool(user.name.strip())
    row = {"cohort_id": cohort.id, "user_id": user_id, "joined_at": now, "shares_name": names}
    db_session.execute(
        insert.values(**row).on_conflict_do_update(
            index_elements=["cohort_id", "user_id"], set_={"shares_name": names}
        )
    )
    db_session.commit()
    return cohort.id


def change_naming(db_session: Session, user_id: int, cohort_id: int, *, shares_name: bool) -> None:
    """Let a cohort's educator see one's name, or no longer. Raises NotFound, Invalid (`named`)."""
    name = db_session.scalar(select(User.name).where(User.id == user_id)) or ""
    changed = db_session.execute(
        update(CohortMember)
        .where(CohortMember.cohort_id == cohort_id, CohortMember.user_id == user_id)
        .values(shares_name=shares_name and bool(name.strip()))
    )
    if not changed.rowcount:  # type: ignore[attr-defined]
        raise NotFound("You are in no such cohort.")
    if shares_name and not name.strip():
        raise Invalid("You have no name here yet. Give one in Settings, then come back.", "named")
    db_session.commit()


def leave_cohort(db_session: Session, user_id: int, cohort_id: int) -> None:
    """Leave a cohort, at once and without a trace. Raises NotFound."""
    gone = db_session.execute(
        delete(CohortMember).where(
            CohortMember.cohort_id == cohort_id, CohortMember.user_id == user_id
        )
    )
    if not gone.rowcount:  # type: ignore[attr-defined]
        raise NotFound("You are in no such cohort.")
    db_session.commit()


def _check_room(db_session: Session, cohort_id: int, user_id: int) -> None:
    others = select(func.count()).where(
        CohortMember.cohort_id == cohort_id, CohortMember.user_id != user_id
    )
    if (db_session.scalar(others) or 0) >= MOST_MEMBERS:
        raise Conflict("This cohort is full.")
    mine = select(func.count()).where(
        CohortMember.user_id == user_id, CohortMember.cohort_id != cohort_id
    )
    if (db_session.scalar(mine) or 0) >= MOST_MEMBERSHIPS:
        raise Conflict(f"You are in {MOST_MEMBERSHIPS} cohorts. Leave one first.")
