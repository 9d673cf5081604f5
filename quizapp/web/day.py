"""What is left of the viewer's study day, worked out once a request."""

from datetime import date

from flask import g

from quizapp.db.base import db_session
from quizapp.db.queries.accounts import ViewerRow
from quizapp.services.study import DayPlan, Pace, plan_today
from quizapp.web import clock, words


def pace_of(row: ViewerRow) -> Pace:
    """Return how much the viewer wants to do in a day, and toward what."""
    return Pace(row.minutes_a_day, row.new_per_day, row.plan)


def countdown(row: ViewerRow, today: date) -> str:
    """Return in how many days the exam is, empty without one or once it is over."""
    if row.plan is None or row.plan.exam_on is None or row.plan.exam_on < today:
        return ""
    return words.day(row.plan.exam_on, today)


def todays_plan(row: ViewerRow) -> DayPlan:
    """Return the day's plan of the viewer; the navigation and Today show the same figures."""
    if "todays_plan" not in g:
        pace = pace_of(row)
        g.todays_plan = plan_today(db_session, row.learner, pace, now=clock.now())
    plan: DayPlan = g.todays_plan
    return plan
