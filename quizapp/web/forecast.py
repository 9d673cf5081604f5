"""What the next two weeks bring, day by day: reviews due, or the minutes of an exam plan."""

from dataclasses import dataclass
from datetime import date, timedelta

from quizapp.core.scheduling.exam_plan import ExamPlan, Phase
from quizapp.db.base import db_session
from quizapp.db.queries.accounts import ViewerRow
from quizapp.db.queries.today import due_by_day
from quizapp.services.study import DayPlan
from quizapp.web import words

FORECAST_DAYS = 14
MOST_NAMED = 1  # days off that a sentence names


@dataclass(frozen=True, slots=True)
class Forecast:
    """Bars a day: (label, due, new), or with `only` one figure a day, named by it."""

    title: str
    sentence: str
    days: list[tuple[str, int, int]]
    only: str = ""


def forecast_of(plan: DayPlan, row: ViewerRow) -> Forecast | None:
    """Return the next two weeks, or None for somebody who has not studied yet.

    Before an exam the plan selects and due days are not obeyed, so that its minutes are shown.
    """
    if row.plan is not None and plan.phase is Phase.BEFORE:
        return _of_plan(plan, row.plan)
    return _of_reviews(plan, row.user_id)


def _of_plan(plan: DayPlan, exam: ExamPlan) -> Forecast:
    left = exam.seconds_by_day(plan.today, used_seconds=plan.done.seconds)[:FORECAST_DAYS]
    minutes = [round(seconds / 60) for seconds in left]
    days = [(_label(plan.today, place), one, 0) for place, one in enumerate(minutes)]
    off = [plan.today + timedelta(days=place) for place, one in enumerate(minutes) if not one]
    off = [day for day in off if day > plan.today]
    sentence = f"{words.plural(sum(minutes), 'minute')} are planned"
    named = [words.week_date(day) for day in off[:MOST_NAMED]]
    if len(off) > MOST_NAMED:
        named.append(words.plural(len(off) - MOST_NAMED, "more day"))
    if named:
        sentence += f", none on {' and '.join(named)}"
    return Forecast("Your minutes in the next two weeks", f"{sentence}.", days, only="Minutes")


def _of_reviews(plan: DayPlan, user_id: int) -> Forecast | None:
    load = due_by_day(db_session, user_id, plan.today, FORECAST_DAYS)
    if not plan.done.cards and not any(load):
        return None
    new_today = sum(card.is_new for card in plan.cards)
    due_today = len(plan.cards) - new_today
    load[1] += load[0] - due_today  # what the plan leaves over waits for tomorrow
    load[0] = due_today
    days = [
        (_label(plan.today, place), due, 0 if place else new_today)
        for place, due in enumerate(load)
    ]
    busiest = max(range(1, FORECAST_DAYS), key=lambda place: load[place])
    sentence = "Nothing else comes back in the next two weeks."
    if load[busiest]:
        on = plan.today + timedelta(days=busiest)
        sentence = f"The busiest day is {words.week_date(on)}, with {load[busiest]} to review."
    return Forecast("The next two weeks", sentence, days)


def _label(today: date, place: int) -> str:
    return words.short_date(today + timedelta(days=place)) if place else "Today"
