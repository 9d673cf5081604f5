"""The mock exam: start, questions, review of a section, break, results."""

from dataclasses import replace
from datetime import datetime
from random import Random
from secrets import randbits

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from quizapp.db.base import db_session
from quizapp.db.queries.attempts import (
    AttemptRow,
    accommodations_of,
    asked,
    attempt_by_id,
    earlier_attempts,
    open_attempt_id,
)
from quizapp.services.errors import Conflict, Invalid, NotFound
from quizapp.services.mock import close_section, pause_attempt, save_choice, start_attempt
from quizapp.services.mock import go_on as end_break
from quizapp.services.mock_answers import open_answers
from quizapp.services.study import start_practice
from quizapp.web import clock
from quizapp.web.accommodation_form import TIMES, own_line, wanted_by
from quizapp.web.durations import span
from quizapp.web.login import learner, needs_viewer, require_viewer
from quizapp.web.mock_answer import answer_page
from quizapp.web.mock_form import choice_of
from quizapp.web.mock_results import missed_keys, results_page
from quizapp.web.mock_start import pace_now, start_view
from quizapp.web.mock_view import (
    again_rows,
    asked_view,
    clock_view,
    first_place,
    lacking,
    review_sentence,
    sitting_view,
    to_look_at,
)

bp = Blueprint("mock", __name__)
SEE_OTHER = 303
MOST_LISTED = 60  # questions to look at again, named on one page; the map has them all
Answer = str | Response | tuple[str, int]


@bp.get("/mock")
@needs_viewer
def begin() -> Answer:
    """Show what can be started; while one runs, lead to it."""
    who, now = learner(), clock.now()
    running = open_attempt_id(db_session, who.user_id)
    found = attempt_by_id(db_session, who.user_id, running) if running else None
    if found is not None and not found.is_over(now):
        return redirect(url_for("mock.attempt", attempt_id=found.attempt_id))
    return _begin_page()


@bp.post("/mock")
@needs_viewer
def start() -> Answer:
    """Start an exam, or go on with the one that runs."""
    try:
        attempt_id = start_attempt(
            db_session,
            learner().user_id,
            request.form.get("length", 0, type=int),
            replace(wanted_by(request.form), line=own_line(require_viewer().plan)),
            pace=pace_now(),
            rng=Random(randbits(32)),  # noqa: S311 - which questions come is no secret
            now=clock.now(),
        )
    except Invalid as fault:
        db_session.rollback()
        return _begin_page({fault.field: str(fault)}), 422
    return redirect(url_for("mock.attempt", attempt_id=attempt_id), SEE_OTHER)


@bp.get("/mock/<int:attempt_id>")
@needs_viewer
def attempt(attempt_id: int) -> Answer:
    """Lead to where an exam goes on, or show that the clock stands still."""
    found, now = _found(attempt_id), clock.now()
    if found.is_over(now):
        return redirect(url_for("mock.results", attempt_id=attempt_id))
    if found.clock.break_at is None:
        return redirect(url_for("mock.question", attempt_id=attempt_id, n=first_place(found)))
    return render_template(
        "mock/attempt.html", sitting=sitting_view(found, now), breaks=found.breaks
    )


@bp.get("/mock/<int:attempt_id>/<int:n>")
@needs_viewer
def question(attempt_id: int, n: int) -> Answer:
    """Show a question; once the answers are open, with the answer."""
    found, now = _found(attempt_id), clock.now()
    if n not in {one.n for one in found.items}:
        raise NotFound("This mock exam has no such question.")
    if found.opened_at is not None:
        return answer_page(found, n)
    if found.is_over(now) or found.clock.break_at is not None:
        return redirect(url_for("mock.attempt", attempt_id=attempt_id))
    if n not in {one.n for one in found.section}:
        state = "is locked" if n < found.section[0].n else "has not begun"
        return _refused(found, f"Question {n} is in a section that {state}.")
    row = asked(db_session, learner().user_id, attempt_id, [n])[0]
    sitting = sitting_view(found, now, n)
    return render_template(
        "mock/question.html",
        sitting=sitting,
        question=asked_view(row, sitting),
        row=row,
        lacking=lacking(row),
        shown=now.isoformat(),
        move=request.args.get("moved", ""),
    )


@bp.post("/mock/<int:attempt_id>/<int:n>")
@needs_viewer
def save(attempt_id: int, n: int) -> Answer:
    """Store what the page of a question holds, and go where its button leads."""
    go, now, user_id = request.form.get("go", ""), clock.now(), learner().user_id
    found, choice = _found(attempt_id), choice_of(request.form, n, now)
    try:
        if go == "pause":
            pause_attempt(db_session, user_id, attempt_id, choice, now=now)
        else:
            save_choice(db_session, user_id, attempt_id, choice, now=now)
    except Conflict as fault:
        db_session.rollback()
        return _refused(found, str(fault))
    if go == "leave":
        flash(f"Your mock exam runs on{_runs_on(found, now)} You find it under Mock exam.")
        return redirect(url_for("today.today"), SEE_OTHER)
    if go == "pause":
        return redirect(url_for("mock.attempt", attempt_id=attempt_id), SEE_OTHER)
    return _go(found, n, go)


@bp.get("/mock/<int:attempt_id>/review")
@needs_viewer
def review(attempt_id: int) -> Answer:
    """List what has no answer or a flag, before the section is locked."""
    found, now = _found(attempt_id), clock.now()
    if found.is_over(now) or found.clock.break_at is not None:
        return redirect(url_for("mock.attempt", attempt_id=attempt_id))
    items, sitting = to_look_at(found)[:MOST_LISTED], sitting_view(found, now)
    rows = asked(db_session, learner().user_id, attempt_id, [one.n for one in items])
    return render_template(
        "mock/review.html",
        sitting=sitting,
        again=again_rows(items, rows),
        left_out=max(0, len(to_look_at(found)) - len(items)),
        sentence=review_sentence(sitting),
        back=items[0].n if items else sitting.last,
    )


@bp.post("/mock/<int:attempt_id>/lock")
@needs_viewer
def lock(attempt_id: int) -> Answer:
    """Lock a section for good; the last one finishes the exam."""
    section = request.form.get("section", 0, type=int)
    try:
        close_section(db_session, learner().user_id, attempt_id, section, now=clock.now())
    except Conflict as fault:
        db_session.rollback()
        return _refused(_found(attempt_id), str(fault))
    return redirect(url_for("mock.attempt", attempt_id=attempt_id), SEE_OTHER)


@bp.post("/mock/<int:attempt_id>/pause")
@needs_viewer
def pause(attempt_id: int) -> Answer:
    """Stop the clock between two questions."""
    try:
        pause_attempt(db_session, learner().user_id, attempt_id, None, now=clock.now())
    except Conflict as fault:
        db_session.rollback()
        return _refused(_found(attempt_id), str(fault))
    return redirect(url_for("mock.attempt", attempt_id=attempt_id), SEE_OTHER)


@bp.post("/mock/<int:attempt_id>/go-on")
@needs_viewer
def go_on(attempt_id: int) -> Answer:
    """End a break."""
    try:
        end_break(db_session, learner().user_id, attempt_id, now=clock.now())
    except Conflict as fault:
        db_session.rollback()
        return _refused(_found(attempt_id), str(fault))
    return redirect(url_for("mock.attempt", attempt_id=attempt_id), SEE_OTHER)


@bp.get("/mock/<int:attempt_id>/results")
@needs_viewer
def results(attempt_id: int) -> Answer:
    """Show how an exam went; its questions only once the answers are open."""
    found = _found(attempt_id)
    if not found.is_over(clock.now()):
        return redirect(url_for("mock.attempt", attempt_id=attempt_id))
    return results_page(found)


@bp.post("/mock/<int:attempt_id>/open")
@needs_viewer
def open_all(attempt_id: int) -> Answer:
    """Open the answers; from here on they count for memory."""
    try:
        open_answers(db_session, learner(), attempt_id, now=clock.now())
    except Conflict as fault:
        db_session.rollback()
        return _refused(_found(attempt_id), str(fault))
    return redirect(url_for("mock.results", attempt_id=attempt_id, _anchor="questions"), SEE_OTHER)


@bp.post("/mock/<int:attempt_id>/practice")
@needs_viewer
def practice(attempt_id: int) -> Response:
    """Start a study session with what was not right."""
    found = _found(attempt_id)
    try:
        session_id = start_practice(db_session, learner(), missed_keys(found), now=clock.now())
    except Invalid as fault:
        flash(str(fault))
        return redirect(url_for("mock.results", attempt_id=attempt_id), SEE_OTHER)
    return redirect(url_for("study.show", sid=session_id), SEE_OTHER)


def _found(attempt_id: int) -> AttemptRow:
    """Return the viewer's exam, or raise NotFound."""
    found = attempt_by_id(db_session, learner().user_id, attempt_id)
    if found is None:
        raise NotFound("There is no such mock exam, or it is not yours.")
    return found


def _begin_page(errors: dict[str, str] | None = None) -> str:
    who, form = learner(), request.form
    plan = require_viewer().plan
    conditions = replace(accommodations_of(db_session, who.user_id), line=own_line(plan))
    view = start_view(
        who.user_id,
        conditions,
        earlier_attempts(db_session, who.user_id),
        who.zone,
        who.study_on(clock.now()),
        form.get("length", 0, type=int),
        has_line=bool(plan and plan.target),
    )
    return render_template("mock/begin.html", start=view, times=TIMES, errors=errors or {})


def _to_question(attempt_id: int, n: int, moved: str | None = None) -> Response:
    return redirect(
        url_for("mock.question", attempt_id=attempt_id, n=n, moved=moved or None), SEE_OTHER
    )


def _go(found: AttemptRow, n: int, go: str) -> Response:
    """Return the way that a button of question `n` leads."""
    attempt_id, places = found.attempt_id, [one.n for one in found.section]
    if go == "review" or (go == "next" and n == places[-1]):
        return redirect(url_for("mock.review", attempt_id=attempt_id), SEE_OTHER)
    steps = {"next": n + 1, "previous": max(n - 1, places[0])}
    wanted = int(go) if go.isdecimal() and len(go) < 6 else steps.get(go, n)  # noqa: PLR2004
    there = wanted if wanted in places else n
    return _to_question(attempt_id, there, request.form.get("move"))


def _runs_on(found: AttemptRow, now: datetime) -> str:
    left = clock_view(found, now)
    return "." if left.seconds is None else f": {span(left.seconds)} left."


def _refused(found: AttemptRow, text: str) -> tuple[str, int]:
    """Say why something was not stored, and lead to where the exam is now."""
    way = url_for("mock.attempt", attempt_id=found.attempt_id)
    is_over = found.is_over(clock.now())
    page = render_template(
        "errors/problem.html",
        status=409,
        title="This mock exam is over" if is_over else "That was not stored",
        text=text,
        art_kind="broken",
        actions=[(way, "See the results" if is_over else "Go on with the mock exam")],
        number="",
    )
    return page, 409
