"""First attempts at the questions of a bank, and what was counted of them."""

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement, Subquery, Text, cast, func, select
from sqlalchemy.orm import Session, aliased

from quizapp.core.analysis.item_stats import (
    FIGURES_VERSION,
    FirstAttempt,
    ItemStatistics,
    Total,
    statistics_of,
)
from quizapp.core.bank.model import Status
from quizapp.core.scheduling.rating import Confidence
from quizapp.db.models.analysis import BankSummary, ItemSummary
from quizapp.db.models.banks import Bank, Item, ItemRevision
from quizapp.db.models.study import Report, Review
from quizapp.db.queries.log import stands

MOST_AT_ONCE = 10_000  # rows that are held while a bank is counted
_CONFIDENCES = {one.value: one for one in Confidence}
_Live = aliased(ItemRevision)
_Last = aliased(ItemRevision)  # of a series
_OF_ANSWER = (ItemRevision.item_id == Review.item_id) & (ItemRevision.no == Review.revision)
_IS_LIVE = (_Live.item_id == Item.id) & (_Live.no == Item.live_revision)


@dataclass(frozen=True, slots=True)
class LearnerRow:
    """A learner's first attempts at a bank: in live series, and the study days of any."""

    user_id: int
    total: Total
    first_on: date
    last_on: date


@dataclass(frozen=True, slots=True)
class SeriesRow:
    """A series of an item: its options (id, is it a key) as its last revision has them."""

    item_id: int
    series: int
    is_live: bool
    options: tuple[tuple[str, bool], ...]


@dataclass(frozen=True, slots=True)
class BankSummaryRow:
    learners: int
    first_on: date | None
    last_on: date | None
    counted_at: datetime


@dataclass(frozen=True, slots=True)
class ItemFiguresRow:
    """What was counted of an item's live series; `figures` is None where it is too little."""

    item_id: int
    ref: str
    kind: str
    n: int
    figures: ItemStatistics | None


@dataclass(frozen=True, slots=True)
class SeriesFiguresRow:
    """What was counted of one series of an item, with its last revision."""

    series: int
    first_revision: int
    last_revision: int
    body: dict[str, Any]
    n: int
    figures: ItemStatistics | None


def learner_totals(db_session: Session, bank_id: int) -> list[LearnerRow]:
    """Return how each learner who answered a bank did in first attempts at its live series."""
    firsts = _firsts(bank_id)
    is_live = firsts.c.series == _Live.series
    query = (
        select(
            firsts.c.user_id,
            func.count().filter(is_live),
            func.count().filter(is_live, firsts.c.is_right),
            func.min(firsts.c.study_on),
            func.max(firsts.c.study_on),
        )
        .join(Item, Item.id == firsts.c.item_id)
        .join(_Live, _IS_LIVE)
        .where(firsts.c.place == 1)
        .group_by(firsts.c.user_id)
    )
    return [
        LearnerRow(row[0], Total(row[1], row[2]), row[3], row[4])
        for row in db_session.execute(query)
    ]


def first_attempts(
    db_session: Session, bank_id: int
) -> Iterator[tuple[int, dict[int, list[FirstAttempt]]]]:
    """Yield the first attempts of an item by series, one item after the other.

    A learner counts once in a series, by the first answer that stands, of any source: study, the
    landing page, practice, a test, a mock exam whose answers were opened. What was undone and what
    "I guessed" replaced does not stand. Guests count; who left has left nothing.
    """
    firsts = _firsts(bank_id)
    query = (
        select(
            firsts.c.item_id,
            firsts.c.series,
            firsts.c.user_id,
            firsts.c.is_right,
            firsts.c.chosen,
            firsts.c.confidence,
            firsts.c.ms,
        )
        .where(firsts.c.place == 1)
        .order_by(firsts.c.item_id, firsts.c.series, firsts.c.user_id)
        .execution_options(yield_per=MOST_AT_ONCE)
    )
    for item_id, rows in groupby(db_session.execute(query), key=lambda row: row[0]):
        ids_in = cache(_ids_in)  # few answers differ, many are given
        by_series: dict[int, list[FirstAttempt]] = defaultdict(list)
        for _, series, user_id, is_right, chosen, confidence, ms in rows:
            sure = _CONFIDENCES.get(confidence)
            attempt = FirstAttempt(user_id, is_right, ids_in(chosen), sure, ms / 1000)
            by_series[series].append(attempt)
        yield item_id, by_series


def series_of(db_session: Session, bank_id: int) -> dict[int, list[SeriesRow]]:
    """Return the series of every item of a bank."""
    query = (
        select(Item.id, _Last.series, _Live.series, _Last.body)
        .join(_Live, _IS_LIVE)
        .join(_Last, _Last.item_id == Item.id)
        .where(Item.bank_id == bank_id, _is_last_of_series())
        .order_by(Item.id, _Last.series)
    )
    found: dict[int, list[SeriesRow]] = defaultdict(list)
    for item_id, series, live, body in db_session.execute(query):
        options = tuple((one["id"], bool(one["key"])) for one in body["options"])
        found[item_id].append(SeriesRow(item_id, series, series == live, options))
    return found


def answers_by_series(db_session: Session, bank_id: int) -> dict[tuple[int, int], int]:
    """Return how many answers were given to each series, repeated ones too."""
    query = (
        select(Review.item_id, ItemRevision.series, func.count())
        .join(Item, Item.id == Review.item_id)
        .join(ItemRevision, _OF_ANSWER)
        .where(Item.bank_id == bank_id, stands())
        .group_by(Review.item_id, ItemRevision.series)
    )
    return {(row[0], row[1]): row[2] for row in db_session.execute(query)}


def reports_by_series(db_session: Session, bank_id: int) -> dict[tuple[int, int], int]:
    """Return how many reports there are on each series, settled ones too."""
    query = (
        select(Report.item_id, ItemRevision.series, func.count())
        .join(Item, Item.id == Report.item_id)
        .join(
            ItemRevision,
            (ItemRevision.item_id == Report.item_id) & (ItemRevision.no == Report.revision),
        )
        .where(Item.bank_id == bank_id)
        .group_by(Report.item_id, ItemRevision.series)
    )
    return {(row[0], row[1]): row[2] for row in db_session.execute(query)}


def bank_ids(db_session: Session) -> Mapping[str, int]:
    """Return the banks by slug."""
    rows = db_session.execute(select(Bank.slug, Bank.id).order_by(Bank.slug))
    return {row[0]: row[1] for row in rows}


def bank_summary(db_session: Session, bank_id: int) -> BankSummaryRow | None:
    """Return when a bank was counted and whose answers; None before, or if counted otherwise."""
    query = select(
        BankSummary.learners, BankSummary.first_on, BankSummary.last_on, BankSummary.counted_at
    ).where(BankSummary.bank_id == bank_id, BankSummary.version == FIGURES_VERSION)
    row = db_session.execute(query).one_or_none()
    return BankSummaryRow(*row) if row else None


def item_figures(db_session: Session, bank_id: int) -> list[ItemFiguresRow]:
    """Return what was counted of the live questions of a bank, in the order of the bank."""
    query = (
        select(Item.id, Item.ref, Item.kind, ItemSummary.n, ItemSummary.figures)
        .join(_Live, _IS_LIVE)
        .outerjoin(
            ItemSummary, (ItemSummary.item_id == Item.id) & (ItemSummary.series == _Live.series)
        )
        .where(Item.bank_id == bank_id, Item.status == Status.LIVE)
        .order_by(Item.position, Item.id)
    )
    return [
        ItemFiguresRow(row[0], row[1], row[2], row[3] or 0, statistics_of(row[4] or {}))
        for row in db_session.execute(query)
    ]


def live_bodies(db_session: Session, item_ids: list[int]) -> dict[int, dict[str, Any]]:
    """Return the live bodies of items."""
    query = select(Item.id, _Live.body).join(_Live, _IS_LIVE).where(Item.id.in_(item_ids))
    return {row[0]: row[1] for row in db_session.execute(query)}


def series_figures(db_session: Session, bank_id: int, ref: str) -> list[SeriesFiguresRow]:
    """Return the series of a bank's item, the newest first; none where there is no such item."""
    first = select(func.min(ItemRevision.no)).where(
        ItemRevision.item_id == _Last.item_id, ItemRevision.series == _Last.series
    )
    query = (
        select(
            _Last.series,
            first.correlate(_Last).scalar_subquery(),
            _Last.no,
            _Last.body,
            ItemSummary.n,
            ItemSummary.figures,
        )
        .select_from(Item)
        .join(_Last, _Last.item_id == Item.id)
        .outerjoin(
            ItemSummary, (ItemSummary.item_id == Item.id) & (ItemSummary.series == _Last.series)
        )
        .where(Item.bank_id == bank_id, Item.ref == ref, _is_last_of_series())
        .order_by(_Last.series.desc())
    )
    return [
        SeriesFiguresRow(row[0], row[1], row[2], row[3], row[4] or 0, statistics_of(row[5] or {}))
        for row in db_session.execute(query)
    ]


def _firsts(bank_id: int) -> Subquery:
    """Select the answers that stand, each with its place among those of its learner and series."""
    place = func.row_number().over(
        partition_by=(Review.item_id, ItemRevision.series, Review.user_id),
        order_by=(Review.answered_at, Review.answer_id),
    )
    return (
        select(
            Review.item_id,
            ItemRevision.series,
            Review.user_id,
            Review.is_right,
            cast(Review.chosen, Text).label("chosen"),
            Review.confidence,
            Review.ms,
            Review.study_on,
            place.label("place"),
        )
        .join(Item, Item.id == Review.item_id)
        .join(ItemRevision, _OF_ANSWER)
        .where(Item.bank_id == bank_id, stands())
        .subquery()
    )


def _is_last_of_series() -> ColumnElement[bool]:
    """The condition that `_Last` is the last revision of its series."""
    later = aliased(ItemRevision)
    newer = select(later.no).where(
        later.item_id == _Last.item_id, later.series == _Last.series, later.no > _Last.no
    )
    return ~newer.exists()


def _ids_in(chosen: str) -> tuple[str, ...]:
    return tuple(str(one["id"]) for one in json.loads(chosen))
