"""Counting the first attempts at a bank's questions, so that pages need not count."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from quizapp.core.analysis.item_stats import (
    FIGURES_VERSION,
    ItemStatistics,
    Total,
    item_statistics,
    rest_scores,
)
from quizapp.db import write
from quizapp.db.base import table_of
from quizapp.db.models.analysis import BankSummary, ItemSummary
from quizapp.db.models.banks import Bank, Item
from quizapp.db.queries.item_analysis import (
    answers_by_series,
    first_attempts,
    learner_totals,
    reports_by_series,
    series_of,
)
from quizapp.services.errors import NotFound

Counted = dict[tuple[int, int], tuple[int, ItemStatistics | None]]  # by item and series


def refresh_summaries(db_session: Session, slug: str, *, now: datetime) -> int:
    """Count a bank's first attempts anew and return how many learners made them.

    It reads in a transaction of its own, so that others can write while it counts. Raises NotFound.
    """
    db_session.rollback()
    with write.mode(write.Mode.READ):
        bank_id = db_session.scalar(select(Bank.id).where(Bank.slug == slug))
        if bank_id is None:
            raise NotFound(f"There is no bank {slug}. `flask bank load` loads one.")
        learners = learner_totals(db_session, bank_id)
        counted = _counted(db_session, bank_id, {one.user_id: one.total for one in learners})
        db_session.rollback()
    with write.mode(write.Mode.WRITE):
        summary = BankSummary(
            bank_id=bank_id,
            learners=len(learners),
            first_on=min((one.first_on for one in learners), default=None),
            last_on=max((one.last_on for one in learners), default=None),
            version=FIGURES_VERSION,
            counted_at=now,
        )
        _store(db_session, bank_id, counted)
        db_session.merge(summary)
        db_session.commit()
    return len(learners)


def _counted(db_session: Session, bank_id: int, totals: Mapping[int, Total]) -> Counted:
    answers = answers_by_series(db_session, bank_id)
    reports = reports_by_series(db_session, bank_id)
    series = series_of(db_session, bank_id)
    counted: Counted = {}
    for item_id, attempts in first_attempts(db_session, bank_id):
        live = next((one.series for one in series[item_id] if one.is_live), 0)
        rest = rest_scores(totals, attempts.get(live, ()))
        for one in series[item_id]:
            firsts = attempts.get(one.series, [])
            key = (item_id, one.series)
            figures = item_statistics(
                firsts,
                rest,
                one.options,
                answers=answers.get(key, 0),
                reports=reports.get(key, 0),
            )
            counted[key] = (len(firsts), figures)
    return counted


def _store(db_session: Session, bank_id: int, counted: Counted) -> None:
    of_bank = select(Item.id).where(Item.bank_id == bank_id)
    ids = set(db_session.scalars(of_bank))
    db_session.execute(delete(ItemSummary).where(ItemSummary.item_id.in_(of_bank)))
    rows = [
        {
            "item_id": item_id,
            "series": series,
            "n": n,
            "figures": figures.fields if figures else {},
        }
        for (item_id, series), (n, figures) in counted.items()
        if item_id in ids  # it may have gone meanwhile
    ]
    if rows:
        db_session.execute(insert(table_of(ItemSummary)), rows)
