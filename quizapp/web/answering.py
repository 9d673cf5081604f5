"""What follows an answer that was sent: its verdict, the question once more, or the way on."""

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from quizapp.core.deck import DeckMode
from quizapp.db.base import db_session
from quizapp.services.answers import answer_item
from quizapp.services.errors import Conflict, Invalid
from quizapp.services.recording import Shown
from quizapp.web import clock
from quizapp.web.answer_form import given_by_form
from quizapp.web.login import learner
from quizapp.web.study_page import ask_again, stale_page

SEE_OTHER = 303


def take_answer(shown: Shown) -> Response | tuple[str, int]:
    """Store what the form answers to `shown` and lead to the verdict, or on from a card or test."""
    try:
        given = given_by_form(request.form)
        result = answer_item(db_session, learner(), shown, given, now=clock.now())
    except Invalid as fault:
        db_session.rollback()
        return ask_again(shown, str(fault)), 422
    except Conflict as fault:
        db_session.rollback()
        return stale_page(shown, str(fault))
    sid = shown.session_id
    if given.rating is not None or result.source == DeckMode.TEST:
        return redirect(url_for("study.show", sid=sid), SEE_OTHER)
    return redirect(url_for("study.verdict", sid=sid, n=result.n), SEE_OTHER)
