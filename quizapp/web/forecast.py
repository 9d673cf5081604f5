"""What the next two weeks bring, day by day."""

from dataclasses import dataclass
from datetime import timedelta

from quizapp.db.base import db_session
from quizapp.db.queries.today import due_by_day
from quizapp.services.study import DayPlan
from quizapp.web import words

FORECAST_DAYS = 14


@dataclass(frozen=True, slots=True)
class Forecast:
    sentence: str
    days: list[tuple[str, int, int]]
    cap: None = None


def forecast_of(plan: DayPlan, user_id: int) -> Forecast | None:
    """Return the next two weeks, or None for somebody who has not studied yet."""
    load = due_by_day(db_session, user_id, plan.today, FORECAST_DAYS)
    if not plan.done.cards and not any(load):
        return None
    new_today = sum(card.is_new for card in plan.cards)
    due_today = len(plan.cards) - new_today
    load[1] += load[0] - due_today  # what the plan leaves over waits for tomorrow
    load[0] = due_today
    days: list[tuple[str, int, int]] = []
    for place, due in enumerate(load):
        on = plan.today + timedelta(days=place)
        days.append(
            ("Today" if not place else words.short_date(on), due, 0 if place else new_today)
        )
    busiest = max(range(1, FORECAST_DAYS), key=lambda place: load[place])
    sentence = "Nothing else comes back in the next two weeks."
    if load[busiest]:
        on = plan.today + timedelta(days=busiest)
        sentence = f"The busiest day is {words.week_date(on)}, with {load[busiest]} to review."
    return Forecast(sentence, days)
