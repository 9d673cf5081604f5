"""Forecasts that were kept, and the answers that judge them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from quizapp.core.analysis.calibration import Asked
from quizapp.core.bank.model import Kind
from quizapp.db.models.banks import Item, ItemRevision
from quizapp.db.models.plans import Forecast
from quizapp.db.models.study import Review
from quizapp.db.queries.log import stands

_LIVE = (ItemRevision.item_id == Item.id) & (ItemRevision.no == Item.live_revision)
MOST_DAYS = 120  # of forecasts that are judged, the newest


@dataclass(frozen=True, slots=True)
class ForecastRow:
    """The readiness of each section as it was foreseen on a day."""

    on: date
    sections: dict[str, dict[str, Any]]


def has_forecast(db_session: Session, user_id: int, today: date) -> bool:
    """Tell whether the day has its forecast."""
    query = select(Forecast.study_on).where(Forecast.user_id == user_id, Forecast.study_on == today)
    return db_session.scalar(query) is not None


def forecast_rows(db_session: Session, user_id: int) -> list[ForecastRow]:
    """Return the newest forecasts of readiness, the oldest first."""
    query = (
        select(Forecast.study_on, Forecast.sections)
        .where(Forecast.user_id == user_id)
        .order_by(Forecast.study_on.desc())
        .limit(MOST_DAYS)
    )
    return [ForecastRow(*row) for row in reversed(db_session.execute(query).all())]


def asked_after_forecast(db_session: Session, user_id: int) -> list[Asked]:
    """Return the chances that were kept, each with the first answer of its day to that card."""
    kept = (
        select(Forecast.study_on, Forecast.recall)
        .where(Forecast.user_id == user_id)
        .order_by(Forecast.study_on.desc())
        .limit(MOST_DAYS)
    )
    chances = {
        (on, item_id, part): chance
        for on, recall in db_session.execute(kept)
        for item_id, part, chance in recall
    }
    if not chances:
        return []
    answers = (
        select(Review.study_on, Review.item_id, Review.part, Review.is_right)
        .where(
            Review.user_id == user_id,
            Review.study_on >= min(on for on, _, _ in chances),
            stands(),
        )
        .order_by(Review.answered_at, Review.answer_id)
    )
    asked: dict[tuple[date, int, str], Asked] = {}
    for on, item_id, part, is_right in db_session.execute(answers):
        key = (on, item_id, part)
        if key in chances and key not in asked:
            asked[key] = Asked(on, chances[key], is_right)
    return list(asked.values())


def guess_rates(db_session: Session, item_ids: Iterable[int]) -> dict[int, float]:
    """Return for items with one of several options the chance to be right by luck."""
    options = func.json_array_length(ItemRevision.body["options"])
    query = (
        select(Item.id, options)
        .join(ItemRevision, _LIVE)
        .where(Item.id.in_(set(item_ids)), Item.kind.in_((Kind.SINGLE, Kind.TRUE_FALSE)))
    )
    return {item_id: 1 / n for item_id, n in db_session.execute(query) if n}
