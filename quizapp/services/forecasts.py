"""The forecast of a study day: kept before its first question, so that answers can judge it."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from quizapp.core.analysis.readiness import Readiness
from quizapp.core.learner import Learner
from quizapp.core.scheduling.memory import recall_chance
from quizapp.core.scheduling.queue import Candidate
from quizapp.db.models.plans import Forecast
from quizapp.db.queries.forecasts import guess_rates, has_forecast
from quizapp.services.readiness import SectionReadiness, learner_model, readiness_of


def keep_forecast(
    db_session: Session,
    learner: Learner,
    cards: Sequence[Candidate],
    *,
    exam: str,
    exam_on: date | None,
    now: datetime,
) -> None:
    """Keep what is foreseen for the day on which `cards` are about to be asked; once a day.

    For each section its readiness, for each card that was seen before its chance of a right
    answer. The caller commits.
    """
    today = learner.study_on(now)
    if has_forecast(db_session, learner.user_id, today):
        return
    values = {
        "user_id": learner.user_id,
        "study_on": today,
        "sections": _sections(readiness_of(db_session, learner.user_id, exam_on, today, exam=exam)),
        "recall": _chances(db_session, learner, cards, today),
        "made_at": now,
    }
    is_sqlite = db_session.get_bind().dialect.name == "sqlite"
    insert = sqlite.insert if is_sqlite else postgresql.insert
    # A second start in the same moment keeps the first one's.
    db_session.execute(insert(Forecast).values(values).on_conflict_do_nothing())


def _sections(sections: Sequence[SectionReadiness]) -> dict[str, Any]:
    return {
        one.slug: {
            name: value
            for name, value in asdict(one.result).items()
            if name in {"point", "low", "high", "answers", "seen", "unseen"}
        }
        for one in sections
        if isinstance(one.result, Readiness)
    }


def _chances(
    db_session: Session, learner: Learner, cards: Sequence[Candidate], today: date
) -> list[list[Any]]:
    seen = [card for card in cards if card.stability is not None and card.last_on is not None]
    if not seen:
        return []
    model = learner_model(db_session, learner.user_id, today)
    guesses = guess_rates(db_session, [card.key[0] for card in seen])
    believed = [
        recall_chance(card.stability or 0.0, (today - (card.last_on or today)).days)
        for card in seen
    ]
    chances = model.recalibration.chance_right(
        believed, [guesses.get(card.key[0], 0.0) for card in seen]
    )
    return [
        [*card.key, round(float(chance), 4)] for card, chance in zip(seen, chances, strict=True)
    ]
