"""Reports on questions: those of the banks that somebody may change, and what became of one's own.

Nobody is named: no row says who wrote a report.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, Subquery, and_, func, select
from sqlalchemy.orm import Session, aliased

from quizapp.core.analysis.item_stats import ItemStatistics, statistics_of
from quizapp.db.models.analysis import ItemSummary
from quizapp.db.models.banks import Bank, Item, ItemRevision
from quizapp.db.models.study import Report, Review
from quizapp.db.queries.teaching import editable_bank_ids

OPEN, SETTLED = "open", "settled"
_Live = aliased(ItemRevision)


@dataclass(frozen=True, slots=True)
class InboxReportRow:
    """One report; `chosen` is of the answer that it is about, None without one."""

    report_id: int
    reason: str
    text: str
    created_at: datetime
    chosen: list[dict[str, Any]] | None
    outcome: str
    because: str
    settled_at: datetime | None


@dataclass(frozen=True, slots=True)
class InboxItemRow:
    """A question as it was reported, its reports, and what was counted of its answers then."""

    bank_slug: str
    bank_title: str
    ref: str
    revision: int
    live_revision: int
    is_live_series: bool
    body: dict[str, Any]
    n: int
    figures: ItemStatistics | None
    reports: list[InboxReportRow]


@dataclass(frozen=True, slots=True)
class InboxCounts:
    """How many reports are open and settled, and how many questions each list has."""

    open: int
    settled: int
    open_items: int
    settled_items: int


@dataclass(frozen=True, slots=True)
class OutcomeRow:
    """What became of a learner's report, of which they have not been told."""

    report_id: int
    bank_slug: str
    ref: str
    body: dict[str, Any]  # as it was reported
    text: str
    outcome: str
    because: str


def reports_in_banks_of(user_id: int) -> Select[Any]:
    """Select the reports on questions of the banks that somebody may change."""
    return (
        select(Report)
        .join(Item, Item.id == Report.item_id)
        .where(Item.bank_id.in_(editable_bank_ids(user_id)))
    )


def inbox_banks(db_session: Session, user_id: int) -> list[tuple[str, str]]:
    """Return slug and title of the banks with a report that somebody may settle, by title."""
    query = (
        select(Bank.slug, Bank.title)
        .where(Bank.id.in_(reports_in_banks_of(user_id).with_only_columns(Item.bank_id)))
        .order_by(Bank.title)
    )
    return [(row[0], row[1]) for row in db_session.execute(query)]


def inbox_counts(db_session: Session, user_id: int, slug: str = "") -> InboxCounts:
    """Return how much is in the inbox, of one bank or of all."""
    query = (
        _of_bank(reports_in_banks_of(user_id), slug)
        .with_only_columns(Report.status, func.count(Report.id))
        .group_by(Report.item_id, Report.revision, Report.status)
    )
    reports, items = {OPEN: 0, SETTLED: 0}, {OPEN: 0, SETTLED: 0}
    for status, count in db_session.execute(query):
        reports[status] += count
        items[status] += 1
    return InboxCounts(reports[OPEN], reports[SETTLED], items[OPEN], items[SETTLED])


def inbox_items(
    db_session: Session, user_id: int, status: str, slug: str = "", *, offset: int, limit: int
) -> list[InboxItemRow]:
    """Return one page of the questions with reports: open ones by the oldest, settled by the last.

    Two statements, however many there are.
    """
    groups = _reported(user_id, status, slug).offset(offset).limit(limit).subquery()
    order = groups.c.place if status == OPEN else groups.c.place.desc()
    query = _with_figures(groups).order_by(order, groups.c.last)
    rows = db_session.execute(query).all()
    reports = _reports(db_session, status, {row.item_id for row in rows})
    return [
        InboxItemRow(
            row[1],
            row[2],
            row[3],
            row[4],
            row[5],
            row[6],
            row[7],
            row[8] or 0,
            statistics_of(row[9] or {}),
            reports[row[0], row[4]],
        )
        for row in rows
    ]


def unheard_outcomes(db_session: Session, user_id: int) -> list[OutcomeRow]:
    """Return what became of a learner's reports, as far as they have not been told of it."""
    query = (
        select(
            Report.id,
            Bank.slug,
            Item.ref,
            ItemRevision.body,
            Report.text,
            Report.outcome,
            Report.because,
        )
        .join(Item, Item.id == Report.item_id)
        .join(Bank, Bank.id == Item.bank_id)
        .join(
            ItemRevision,
            and_(ItemRevision.item_id == Item.id, ItemRevision.no == Report.revision),
        )
        .where(Report.user_id == user_id, Report.outcome != "", Report.heard_at.is_(None))
        .order_by(Report.id)
    )
    return [OutcomeRow(*row) for row in db_session.execute(query)]


def _with_figures(groups: Subquery) -> Select[Any]:
    """Select reported revisions with their words, and what was counted of their series."""
    return (
        select(
            groups.c.item_id,
            Bank.slug,
            Bank.title,
            Item.ref,
            groups.c.revision,
            Item.live_revision,
            ItemRevision.series == _Live.series,
            ItemRevision.body,
            ItemSummary.n,
            ItemSummary.figures,
        )
        .select_from(groups)
        .join(Item, Item.id == groups.c.item_id)
        .join(Bank, Bank.id == Item.bank_id)
        .join(
            ItemRevision,
            and_(ItemRevision.item_id == Item.id, ItemRevision.no == groups.c.revision),
        )
        .join(_Live, and_(_Live.item_id == Item.id, _Live.no == Item.live_revision))
        .outerjoin(
            ItemSummary,
            and_(ItemSummary.item_id == Item.id, ItemSummary.series == ItemRevision.series),
        )
    )


def _reported(user_id: int, status: str, slug: str) -> Select[Any]:
    """Select the revisions that were reported, in their order."""
    is_open = status == OPEN
    place = func.min(Report.id) if is_open else func.max(Report.settled_at)
    last = func.max(Report.id)
    columns: tuple[Any, ...] = (
        Report.item_id,
        Report.revision,
        place.label("place"),
        last.label("last"),
    )
    return (
        _of_bank(reports_in_banks_of(user_id), slug)
        .where(Report.status == status)
        .with_only_columns(*columns)
        .group_by(Report.item_id, Report.revision)
        .order_by(place if is_open else place.desc(), last)
    )


def _of_bank(query: Select[Any], slug: str) -> Select[Any]:
    if not slug:
        return query
    return query.where(Item.bank_id.in_(select(Bank.id).where(Bank.slug == slug)))


def _reports(
    db_session: Session, status: str, item_ids: set[int]
) -> dict[tuple[int, int], list[InboxReportRow]]:
    """Return the reports of items by item and revision, the oldest first."""
    query = (
        select(
            Report.item_id,
            Report.revision,
            Report.id,
            Report.reason,
            Report.text,
            Report.created_at,
            Review.chosen,
            Report.outcome,
            Report.because,
            Report.settled_at,
        )
        .outerjoin(
            Review,
            and_(Review.user_id == Report.user_id, Review.answer_id == Report.answer_id),
        )
        .where(Report.item_id.in_(item_ids), Report.status == status)
        .order_by(Report.id)
    )
    found: dict[tuple[int, int], list[InboxReportRow]] = defaultdict(list)
    for row in db_session.execute(query):
        found[row.item_id, row.revision].append(InboxReportRow(*row[2:]))
    return found
