"""The quiz builder: questions of the learner's own choice, counted, asked, or saved."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from quizapp.core.deck import LONGEST_WORDS, MOST_ASKED, Selection
from quizapp.db.base import db_session
from quizapp.services.decks import LONGEST_NAME, delete_deck, save_deck, start_quiz
from quizapp.services.errors import Invalid
from quizapp.web import clock
from quizapp.web.login import learner, needs_viewer
from quizapp.web.quiz_form import query_of, selection_by
from quizapp.web.quiz_view import builder_view

bp = Blueprint("quiz", __name__, url_prefix="/quiz")
SEE_OTHER = 303
REFUSED = 422


@bp.get("/new")
@needs_viewer
def new() -> str:
    """Show what can be chosen, and how many questions that would be."""
    return _page(selection_by(request.args))


@bp.post("/new")
@needs_viewer
def choose() -> Response | tuple[str, int]:
    """Start the quiz, save it under a name, or only count anew, as the button says."""
    form, chosen = request.form, selection_by(request.form)
    try:
        if form.get("do") == "start":
            session_id = start_quiz(db_session, learner(), chosen, now=clock.now())
            return redirect(url_for("study.show", sid=session_id), SEE_OTHER)
        if form.get("do") == "save":
            name = form.get("name", "")
            name = save_deck(db_session, learner().user_id, name, chosen, now=clock.now())
            flash(f"Saved as “{name}”.")
    except Invalid as fault:
        db_session.rollback()
        said = {"name": form.get("name", ""), "error": str(fault), "field": fault.field}
        return _page(chosen, **said), REFUSED
    return redirect(_address(chosen), SEE_OTHER)


@bp.post("/saved/delete")
@needs_viewer
def delete() -> Response:
    """Delete a saved quiz."""
    name = request.form.get("name", "")
    delete_deck(db_session, learner().user_id, name)
    flash(f"“{name}” is deleted.")
    return redirect(url_for(".new"), SEE_OTHER)


def _address(chosen: Selection) -> str:
    query: dict[str, Any] = query_of(chosen)
    return url_for(".new", **query)


def _page(chosen: Selection, *, name: str = "", error: str = "", field: str = "") -> str:
    return render_template(
        "quiz/new.html",
        quiz=builder_view(learner(), chosen, clock.now()),
        name=name,
        error=error,
        is_of_name=field == "name",
        longest_name=LONGEST_NAME,
        longest_words=LONGEST_WORDS,
        most_asked=MOST_ASKED,
    )
