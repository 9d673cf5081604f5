"""The exam plan: set it up, see whether it is enough, take it along."""

from itertools import groupby

from flask import Blueprint, Response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from quizapp.core.scheduling.calendar_file import calendar_file
from quizapp.core.scheduling.exam_plan import ExamPlan, Phase
from quizapp.db.base import db_session
from quizapp.db.queries.exams import exam_outline, exam_titles
from quizapp.db.queries.last_day import IdeaRow, ideas_missed
from quizapp.services.errors import Invalid
from quizapp.services.plan import change_plan, tell_outcome
from quizapp.services.ranking import outlook_of
from quizapp.web import clock, words
from quizapp.web.login import needs_viewer, require_viewer
from quizapp.web.missed_view import key_of, stem_of
from quizapp.web.page_cache import cached_page
from quizapp.web.plan_form import choices_of, form_view
from quizapp.web.plan_view import head_sentence, outlook_view, title_of_exam

bp = Blueprint("plan", __name__)
LONGEST_ASKED = 160  # letters
MOST_IDEAS = 50
SEE_OTHER = 303


@bp.get("/welcome")
@needs_viewer
@cached_page
def welcome() -> str:
    """Offer to make a plan; nothing in it is needed."""
    return _page("plan/welcome.html")


@bp.get("/plan")
@needs_viewer
@cached_page
def plan() -> str:
    """Show the plan, and whether it is enough."""
    return _page("plan/plan.html")


@bp.post("/plan")
@needs_viewer
def change() -> AnyResponse | tuple[str, int]:
    """Store a plan."""
    row, now = require_viewer(), clock.now()
    today = row.learner.study_on(now)
    try:
        change_plan(db_session, row.user_id, choices_of(request.form), today=today, now=now)
    except Invalid as fault:
        db_session.rollback()
        return _page("plan/plan.html", errors=fault.fields), 422
    return redirect(url_for("plan.plan"), SEE_OTHER)


@bp.post("/plan/outcome")
@needs_viewer
def outcome() -> AnyResponse:
    """Note how the exam went."""
    row, now = require_viewer(), clock.now()
    today = row.learner.study_on(now)
    said = request.form.get("outcome", "")
    tell_outcome(db_session, row.user_id, said, today=today, now=now)
    return redirect(url_for("today.today"), SEE_OTHER)


@bp.get("/plan/last-day")
@needs_viewer
@cached_page
def last_day() -> str:
    """Show a sheet to print: what was missed most, each with its answer."""
    row = require_viewer()
    today = row.learner.study_on(clock.now())
    ideas = sorted(ideas_missed(db_session, row.user_id, MOST_IDEAS), key=lambda idea: idea.concept)
    groups = [
        (title, [_line(idea) for idea in those])
        for title, those in groupby(ideas, key=lambda idea: idea.concept)
    ]
    return render_template(
        "plan/last_day.html",
        groups=groups,
        exam=_exam_line(row.plan),
        is_today=row.plan is not None and row.plan.phase(today) is Phase.EXAM_DAY,
    )


@bp.get("/plan.ics")
@needs_viewer
def calendar() -> Response | tuple[str, int]:
    """Give the plan away as a calendar file."""
    row, now = require_viewer(), clock.now()
    today = row.learner.study_on(now)
    if row.plan is None or row.plan.phase(today) is Phase.NO_DATE:
        return _page("plan/plan.html"), 404
    exam = title_of_exam(row.plan, dict(exam_titles(db_session)))
    text = calendar_file(row.plan, today, name="Alliance", exam=exam, made_at=now)
    headers = {"Content-Disposition": 'attachment; filename="exam-plan.ics"'}
    return Response(text, mimetype="text/calendar", headers=headers)


def _page(template: str, errors: dict[str, str] | None = None) -> str:
    row, today = require_viewer(), require_viewer().learner.study_on(clock.now())
    current, titles = row.plan, exam_titles(db_session)
    phase = current.phase(today) if current else Phase.NO_DATE
    outlook = None
    if current is not None and phase is Phase.BEFORE:
        found = outlook_of(db_session, row.learner, current, today)
        outlook = outlook_view(current, found, exam_outline(db_session, current.exam), today)
    return render_template(
        template,
        plan=current,
        phase=phase.value,
        head=head_sentence(current, today, title_of_exam(current, dict(titles))) if current else "",
        outlook=outlook,
        form=form_view(row, today, request.form if errors else None),
        exams=titles,
        errors=errors or {},
    )


def _line(idea: IdeaRow) -> tuple[str, str]:
    """Return a question in short, and its answer."""
    asked = words.asking(stem_of(idea.body, idea.part), LONGEST_ASKED)
    return asked, key_of(idea.body, idea.part)


def _exam_line(current: ExamPlan | None) -> str:
    if current is None or current.exam_on is None:
        return ""
    titles = dict(exam_titles(db_session))
    return f"{title_of_exam(current, titles)}, {words.long_date(current.exam_on)}."
