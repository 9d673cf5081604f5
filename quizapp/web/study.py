"""The study session: question, answer, verdict, undo, summary."""

from itertools import zip_longest

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from quizapp.core.bank.model import SELF_GRADED_KINDS, Kind
from quizapp.core.deck import DeckMode
from quizapp.core.scheduling.rating import Confidence
from quizapp.db.base import db_session
from quizapp.db.queries.history import missed_cards
from quizapp.db.queries.marks import flagged_cards
from quizapp.db.queries.queue import bank_cards, concept_cards
from quizapp.db.queries.study import SessionRow, trail
from quizapp.services.answers import mark_guessed, undo_answer
from quizapp.services.errors import Conflict, Invalid
from quizapp.services.study import end_session, start_practice, start_session
from quizapp.web import clock, tokens
from quizapp.web.answering import take_answer
from quizapp.web.day import pace_of
from quizapp.web.item_tools import tools_after
from quizapp.web.kept_answer import keep_answer
from quizapp.web.login import learner, needs_viewer, require_viewer, viewer
from quizapp.web.miss_filter import wanted_by
from quizapp.web.question_view import question_view, sess_view
from quizapp.web.results import results
from quizapp.web.study_page import (
    answered,
    move_page,
    place_at,
    question_page,
    session_row,
)
from quizapp.web.summary import guest_note, summary_view
from quizapp.web.verdict_view import verdict_view

bp = Blueprint("study", __name__)
SEE_OTHER = 303


@bp.post("/study")
@needs_viewer
def start() -> Response:
    """Start a session: the day's plan, more than it, or a practice of missed questions."""
    form, row = request.form, require_viewer()
    state = form.get("practice", "")
    try:
        if state:
            session_id = start_practice(db_session, row.learner, _practice(state), now=clock.now())
        else:
            session_id = start_session(
                db_session,
                row.learner,
                pace_of(row),
                minutes={"5": 5, "10": 10}.get(form.get("minutes", "")),
                is_extra="extra" in form,
                now=clock.now(),
            )
    except Invalid as fault:
        flash(str(fault))
        return redirect(url_for("today.today"), SEE_OTHER)
    return redirect(url_for("study.show", sid=session_id), SEE_OTHER)


@bp.get("/study/<int:sid>")
@needs_viewer
def show(sid: int) -> str | Response:
    """Show the session's next question, or its summary when all are answered."""
    found = session_row(sid)
    place = found.next_place
    if place is None:
        return redirect(url_for("study.done", sid=sid))
    return question_page(found, place, is_revealed="show" in request.args)


@bp.post("/study/<int:sid>")
def answer(sid: int) -> str | Response | tuple[str, int]:
    """Store an answer and lead to its verdict; of somebody signed out meanwhile it is kept."""
    if viewer() is None:
        return keep_answer()
    shown = tokens.unseal(request.form.get("token", ""))
    if shown.session_id != sid:
        raise Conflict("This answer belongs to another session, so it was not stored here.")
    if "move" in request.form:
        return move_page(shown, request.form["move"])
    return take_answer(shown)


@bp.get("/study/<int:sid>/<int:n>")
@needs_viewer
def verdict(sid: int, n: int) -> str | Response:
    """Show what an answer was worth, why, and when the question comes back."""
    found = session_row(sid)
    place = place_at(found, n)
    if place.answer_id is None or found.is_sealed:
        return redirect(url_for("study.show", sid=sid))
    user_id = learner().user_id
    given, item = answered(user_id, place)
    repeats = any(p.repeat_of == n and p.answer_id is None for p in found.places)
    is_card = Kind(item.body["kind"]) in SELF_GRADED_KINDS
    if is_card:
        return redirect(url_for("study.show", sid=sid))
    return render_template(
        "study/verdict.html",
        sess=sess_view(found, n),
        question=question_view(item.body, given.shown, concept=item.concept, part=place.part),
        verdict=verdict_view(item, given, learner().study_on(clock.now()), repeats=repeats),
        results=results(item.body, given),
        trail=trail(db_session, user_id, place.item_id, place.part),
        can_undo=found.can_undo and found.ended_at is None,
        can_guess=given.is_right,
        guessed=given.confidence == Confidence.GUESSING,
        is_last=found.next_place is None or found.ended_at is not None,
        next_n=_next_of_test(found, n),
        guest_note=guest_note(require_viewer(), found),
        tools=tools_after(item, given, url_for("study.verdict", sid=sid, n=n)),
    )


@bp.post("/study/<int:sid>/<int:n>/guessed")
@needs_viewer
def guessed(sid: int, n: int) -> Response:
    """Turn a right answer into a right guess, or back."""
    now, found = clock.now(), session_row(sid)
    if found.is_sealed:
        raise Conflict("A test says nothing of its answers before its end.")
    given, _ = answered(learner().user_id, place_at(found, n))
    mark_guessed(
        db_session,
        learner(),
        sid,
        n,
        is_guess=given.confidence != Confidence.GUESSING,
        new_id=tokens.new_answer_id(now),
        now=now,
    )
    return redirect(url_for("study.verdict", sid=sid, n=n), SEE_OTHER)


@bp.post("/study/<int:sid>/undo")
@needs_viewer
def undo(sid: int) -> Response:
    """Take back the last answer of the session and ask it again."""
    now = clock.now()
    undo_answer(db_session, learner(), sid, new_id=tokens.new_answer_id(now), now=now)
    return redirect(url_for("study.show", sid=sid), SEE_OTHER)


@bp.post("/study/<int:sid>/end")
@needs_viewer
def end(sid: int) -> Response:
    """End a session before its last question."""
    end_session(db_session, learner().user_id, sid, now=clock.now())
    return redirect(url_for("study.done", sid=sid), SEE_OTHER)


@bp.get("/study/<int:sid>/done")
@needs_viewer
def done(sid: int) -> str | Response:
    """Sum up what was answered in the session; of a test only once it is over."""
    found, row = session_row(sid), require_viewer()
    if found.is_sealed:
        return redirect(url_for("study.show", sid=sid))
    answered = [place for place in found.places if place.answer_id]
    return render_template(
        "study/done.html",
        sess=sess_view(found, answered[-1].n if answered else 0),
        summary=summary_view(row, found, row.learner.study_on(clock.now())),
        can_undo=found.can_undo and found.ended_at is None,
        first_n=_next_of_test(found, 0),
        guest_note=guest_note(row, found),
    )


def _next_of_test(found: SessionRow, n: int) -> int | None:
    """Return the place after `n` that was answered in a test, all of which is gone through."""
    if found.source != DeckMode.TEST:
        return None
    return next((place.n for place in found.places if place.answer_id and place.n > n), None)


def _practice(state: str) -> list[tuple[int, str]]:
    """Return the cards to practice: of a session's misses, a bank, an item, a concept, a list."""
    form, row = request.form, require_viewer()
    if state == "session":
        return list(session_row(form.get("sid", 0, type=int)).misses)
    if state in {"bank", "item"}:
        ref = form.get("ref", "") if state == "item" else ""
        return bank_cards(db_session, row.user_id, form.get("bank", ""), ref)
    if state in {"concept", "pair"}:
        slugs = form.getlist("concept")[:2]
        turns = zip_longest(*(concept_cards(db_session, row.user_id, slug) for slug in slugs))
        return [card for both in turns for card in both if card]
    if state == "flagged":
        return flagged_cards(db_session, row.user_id)
    wanted = wanted_by(form, row.learner.study_on(clock.now()))
    return missed_cards(db_session, row.user_id, wanted.filter)
