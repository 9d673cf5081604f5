"""Progress: what the learner can recall, how well it is known, and when they studied."""

import statistics
from collections.abc import Iterable
from datetime import date

from flask import Blueprint, render_template, request

from quizapp.core.analysis.recall import Tally
from quizapp.db.base import db_session
from quizapp.db.queries.accounts import ViewerRow
from quizapp.db.queries.plan import plan_changed_at
from quizapp.db.queries.progress import answers_given, concepts_of_answers, totals
from quizapp.web import clock, words
from quizapp.web.accommodation_form import own_line
from quizapp.web.day import todays_plan
from quizapp.web.forecast import forecast_of
from quizapp.web.login import needs_viewer, require_viewer
from quizapp.web.page_cache import cached_page
from quizapp.web.progress_calibration import confidence_chart, memory_view
from quizapp.web.progress_days import days_chart, minutes_chart
from quizapp.web.progress_period import PERIODS, USUAL, Period, first_day
from quizapp.web.progress_recall import (
    EXAM_SECONDS,
    TARGET,
    mastery_chart,
    percents,
    recall_by_span,
    recall_chart,
    times_chart,
)
from quizapp.web.readiness_view import readiness_for

bp = Blueprint("progress", __name__)


@bp.get("/progress")
@needs_viewer
@cached_page
def progress() -> str:
    """Show what the learner can recall now, and how they studied in a period."""
    row = require_viewer()
    today = row.learner.study_on(clock.now())
    chosen = request.args.get("period", USUAL)
    chosen = chosen if chosen in PERIODS else USUAL
    period = Period(answers_given(db_session, row.user_id), first_day(chosen, today), today)
    recall = recall_by_span(period)
    concepts = concepts_of_answers(db_session, row.user_id)
    return render_template(
        "progress/progress.html",
        kpis=_kpis(row.user_id, period, recall.values()),
        readiness=readiness_for(row, today),
        recall=recall_chart(period, recall),
        mastery=mastery_chart(period, concepts, own_line(row.plan)),
        days=days_chart(period, row.plan, _changed_on(row)),
        minutes=minutes_chart(period, row.plan, row.minutes_a_day),
        times=times_chart(period),
        confidence=confidence_chart(period),
        memory=memory_view(row.user_id, period.first, today),
        ahead=forecast_of(todays_plan(row), row),
        has_answers=bool(period.answers),
        has_plan=row.plan is not None,
        period=chosen,
        periods=list(PERIODS.items()),
    )


def _changed_on(row: ViewerRow) -> date | None:
    """Return the study day on which the plan got what it says now."""
    at = plan_changed_at(db_session, row.user_id) if row.plan else None
    return row.learner.study_on(at) if at else None


def _kpis(
    user_id: int, period: Period, recall: Iterable[Tally]
) -> list[tuple[str, str, str]] | None:
    sums = totals(db_session, user_id)
    if not sums.seen:
        return None
    tallies = list(recall)
    whole = Tally(sum(one.right for one in tallies), sum(one.n for one in tallies))
    recalled, beside = "none yet", "after the first reviews"
    if whole.n:
        low, share, high = percents(whole)
        recalled, beside = f"{share}%", f"{low} to {high}%, target {TARGET}%"
    times = [answer.ms / 1000 for answer in period.lately]
    usual = f"{round(statistics.median(times))} s" if times else "none"
    return [
        ("Recall of reviews", recalled, beside),
        ("Seen at least once", str(sums.seen), f"of {words.plural(sums.items, 'question')}"),
        ("Firmly known", str(sums.firm), "expected to last over 21 days"),
        ("Time a question", usual, f"the exam allows {EXAM_SECONDS} s"),
    ]
