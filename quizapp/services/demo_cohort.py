"""The cohort of a demonstration: the made-up educator's, with the made-up learners in it."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from quizapp.core.bank.model import Status
from quizapp.db.models.accounts import User
from quizapp.db.models.banks import Bank, Item
from quizapp.db.models.cohorts import CohortBank, CohortMember
from quizapp.services.cohorts import add_cohort

TITLE: Final = "Fall review group"
DAYS_A_WEEK: Final = 4
MOST_BANKS: Final = 8  # of which they have answered enough for a figure
EXAM_AHEAD: Final = timedelta(days=45)
SILENT: Final = 3  # each so many-th member keeps the name to themselves


def add_demo_cohort(
    db_session: Session, owner_id: int, learners: Sequence[User], now: datetime
) -> None:
    """Add a cohort that all learners are in since they began; no commit."""
    cohort = add_cohort(db_session, owner_id, now - timedelta(days=60))
    cohort.title, cohort.days_a_week = TITLE, DAYS_A_WEEK
    cohort.exam_on = (now + EXAM_AHEAD).date()
    db_session.flush()
    with_items = select(Item.bank_id).where(Item.status == Status.LIVE)
    banks = select(Bank.id).where(Bank.id.in_(with_items)).order_by(Bank.slug).limit(MOST_BANKS)
    for bank_id in db_session.scalars(banks).all():
        db_session.add(CohortBank(cohort_id=cohort.id, bank_id=bank_id))
    for place, learner in enumerate(learners):
        member = CohortMember(cohort_id=cohort.id, user_id=learner.id)
        member.joined_at, member.shares_name = learner.created_at, place % SILENT > 0
        db_session.add(member)
