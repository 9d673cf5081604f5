"""What is left of the viewer's study day, worked out once a request."""

from flask import g

from quizapp.db.base import db_session
from quizapp.db.queries.accounts import ViewerRow
from quizapp.services.study import DayPlan, Pace, plan_today
from quizapp.web import clock


def todays_plan(row: ViewerRow) -> DayPlan:
    """Return the day's plan of the viewer; the navigation and Today show the same figures."""
    if "todays_plan" not in g:
        pace = Pace(row.minutes_a_day, row.new_per_day)
        g.todays_plan = plan_today(db_session, row.learner, pace, now=clock.now())
    plan: DayPlan = g.todays_plan
    return plan
