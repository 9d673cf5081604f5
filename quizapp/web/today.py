"""Today: one decision, study now or not, and for how long."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from quizapp.core.analysis.misses import MissFilter, MissOrder
from quizapp.core.learner import Learner
from quizapp.core.scheduling.exam_plan import Phase
from quizapp.core.scheduling.queue import expected_seconds
from quizapp.db.base import db_session
from quizapp.db.queries.accounts import ViewerRow
from quizapp.db.queries.banks import counts
from quizapp.db.queries.cohorts import memberships
from quizapp.db.queries.corrections import unseen_corrections
from quizapp.db.queries.history import MissedRow, missed_rows, missed_total
from quizapp.db.queries.reports import unheard_outcomes
from quizapp.db.queries.study import open_session
from quizapp.db.queries.today import days_studied, missed_keys
from quizapp.services.corrections import mark_correction_seen
from quizapp.services.ranking import next_study_day
from quizapp.services.reports import hear_outcomes
from quizapp.services.study import DayPlan
from quizapp.web import clock, words
from quizapp.web.correction_view import correction_views
from quizapp.web.day import countdown, todays_plan
from quizapp.web.forecast import Forecast, forecast_of
from quizapp.web.login import learner, needs_viewer, require_viewer
from quizapp.web.missed_view import MissedView, missed_views
from quizapp.web.page_cache import cached_page
from quizapp.web.readiness_view import readiness_for
from quizapp.web.report_words import outcome_views
from quizapp.web.summary import next_sentence

bp = Blueprint("today", __name__)
DAY_LETTERS = "MTWTFSS"
SEE_OTHER = 303
BY_PLAN = "when it gains most for your exam"


@dataclass(frozen=True, slots=True)
class PlanView:
    left: int
    due: int
    new: int
    missed_lately: int
    done: int
    total: int
    minutes: int
    is_empty: bool
    is_untouched: bool  # nothing answered ever, and nothing planned
    next_sentence: str
    phase: str
    exam_words: str  # which exam, and in how many days; empty without one
    asks_how_it_went: bool


@dataclass(frozen=True, slots=True)
class Resume:
    """A session of today that is not through; `again` of the places left were missed in it."""

    url: str
    left: int
    again: int


@bp.get("/today")
@needs_viewer
@cached_page
def today() -> str:
    """Show what is left of the day, the week, and what the next two weeks bring."""
    row, now = require_viewer(), clock.now()
    plan = todays_plan(row)
    item_count, bank_count = counts(db_session)
    week, studied = _week(row.learner, plan.today)
    planned = [card.key[0] for card in plan.cards]
    is_exam_day = plan.phase is Phase.EXAM_DAY  # a day without anything to catch up on
    forecast = None if is_exam_day else forecast_of(plan, row)
    lately = MissFilter(since=plan.today - timedelta(days=1), is_certain=True)
    misses = (
        []
        if is_exam_day
        else missed_rows(db_session, row.user_id, MissFilter(), MissOrder.LAST, limit=3)
    )
    return render_template(
        "today/today.html",
        greeting=words.greeting(now, row.zone, row.name),
        date_line=f"{words.week_date(plan.today)}.",
        plan=_plan_view(row, plan, forecast),
        more=item_count > 0,
        resume=_resume(row.learner, plan.today),
        week=week,
        week_sentence=_week_sentence(studied),
        goals=_goals(row.user_id, studied),
        forecast=forecast,
        ready=_ready(row, plan),
        misses=_missed_views(misses, plan),
        certain_and_wrong=missed_total(db_session, row.user_id, lately),
        corrections=correction_views(
            unseen_corrections(db_session, row.user_id), planned, plan.today
        ),
        outcomes=outcome_views(unheard_outcomes(db_session, row.user_id)),
        bank_count=bank_count,
    )


@bp.post("/today/reports")
@needs_viewer
def reports_heard() -> Response:
    """Note that the viewer has read what became of their reports."""
    ids = request.form.getlist("report", type=int)
    hear_outcomes(db_session, learner().user_id, ids, now=clock.now())
    return redirect(url_for("today.today"), SEE_OTHER)


@bp.post("/today/corrections/<int:item_id>")
@needs_viewer
def correction_seen(item_id: int) -> Response:
    """Note that a corrected key has been read."""
    revision = request.form.get("revision", 0, type=int)
    mark_correction_seen(db_session, learner(), item_id, revision, now=clock.now())
    return redirect(url_for("today.today"), SEE_OTHER)


def _ready(row: ViewerRow, plan: DayPlan) -> list[str]:
    """Return how ready somebody with an exam to come is, a sentence a section."""
    if plan.phase is not Phase.BEFORE:
        return []
    readiness = readiness_for(row, plan.today)
    return readiness.sentences if readiness else []


def _missed_views(rows: list[MissedRow], plan: DayPlan) -> list[MissedView]:
    """Return the misses in words. Before an exam the plan says when they come back."""
    views = missed_views(rows, plan.today)
    if plan.phase is not Phase.BEFORE:
        return views
    planned = {card.key[0] for card in plan.cards}
    return [
        replace(view, due_words="today" if row.item_id in planned else BY_PLAN)
        for view, row in zip(views, rows, strict=True)
    ]


def _plan_view(row: ViewerRow, plan: DayPlan, forecast: Forecast | None) -> PlanView:
    missed = missed_keys(db_session, row.user_id)
    lately = sum(card.key in missed for card in plan.cards)
    new = sum(card.is_new for card in plan.cards)
    seconds = sum(expected_seconds(card, plan.today) for card in plan.cards)
    left = len(plan.cards)
    return PlanView(
        left=left,
        due=left - new - lately,
        new=new,
        missed_lately=lately,
        done=plan.done.cards,
        total=plan.done.cards + left,
        minutes=max(1, round(seconds / 60)),
        is_empty=not plan.cards,
        is_untouched=plan.phase in {Phase.NO_DATE, Phase.AFTER}
        and not (plan.cards or forecast)
        and not days_studied(db_session, row.user_id, date.min, plan.today),
        next_sentence=_next_sentence(row, plan),
        phase=plan.phase.value,
        exam_words=countdown(row, plan.today),
        asks_how_it_went=row.plan is not None and row.plan.asks_how_it_went(plan.today),
    )


def _next_sentence(row: ViewerRow, plan: DayPlan) -> str:
    """Return when it goes on, after the day's plan is done or where there is none."""
    if row.plan is None or plan.phase is not Phase.BEFORE:
        return next_sentence(row, None)
    following = next_study_day(row.plan, plan.today)
    if following is None:
        return "Nothing is planned between now and the exam."
    minutes = words.plural(row.plan.minutes_on(following), "minute")
    return f"Your plan goes on {words.day(following, plan.today)}, with {minutes}."


def _resume(learner: Learner, on: date) -> Resume | None:
    found = open_session(db_session, learner.user_id, on)
    if found is None or not found.can_undo:
        return None
    left = [place for place in found.places if place.answer_id is None]
    again = sum(place.repeat_of is not None for place in left)
    return Resume(url_for("study.show", sid=found.session_id), len(left), again)


def _week(learner: Learner, on: date) -> tuple[list[tuple[str, str, str]], int]:
    """Return the days of this week as (letter, state, word), and how many were studied."""
    monday = on - timedelta(days=on.weekday())
    studied = days_studied(db_session, learner.user_id, monday, on)
    days = []
    for place, letter in enumerate(DAY_LETTERS):
        day = monday + timedelta(days=place)
        state = "done" if day in studied else "now" if day == on else ""
        word = {"done": "studied", "now": "today, not yet"}.get(
            state, "to come" if day > on else "not studied"
        )
        days.append((letter, state, f"{day:%A}: {word}"))
    return days, len(studied)


def _week_sentence(studied: int) -> str:
    count = words.plural(studied, "day") if studied else "no day"
    return f"{count.capitalize()} studied. A day off is no fault: the schedule moves along."


def _goals(user_id: int, studied: int) -> list[tuple[str, str]]:
    """Return (cohort, how far its goal for a week is), for those that have one."""
    return [
        (one.title, f"{studied} of {words.plural(one.days_a_week, 'day')} this week")
        for one in memberships(db_session, user_id)
        if one.days_a_week
    ]
