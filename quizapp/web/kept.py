"""Signing in with an answer that was kept meanwhile."""

from flask import Blueprint, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from quizapp.db.base import db_session
from quizapp.services.errors import Invalid, RateLimited
from quizapp.services.signin import sign_in
from quizapp.web import clock, tokens
from quizapp.web.answering import take_answer
from quizapp.web.kept_answer import Page, kept_page
from quizapp.web.login import begin
from quizapp.web.visit import visit

bp = Blueprint("kept", __name__)
NOT_YOURS = (
    "The answer on that page was to a question shown to somebody else, so it was not stored. "
    "You are signed in."
)


@bp.post("/login/kept")
def check() -> Response | Page:
    """Sign in, then check the answer that came along; nobody but its own user gets it stored."""
    form = request.form
    shown = tokens.unseal(form.get("token", ""))
    try:
        result = sign_in(
            db_session,
            form.get("email", ""),
            form.get("password", ""),
            guest_id=None,
            visit=visit(),
            now=clock.now(),
        )
    except Invalid as fault:
        db_session.rollback()
        return kept_page(str(fault), 422) or redirect(url_for("signin.login"))
    except RateLimited as fault:
        return kept_page(str(fault), 429) or redirect(url_for("signin.login"))
    begin(result.token, is_lasting="keep" in form)
    if result.user_id != shown.user_id:
        flash(NOT_YOURS)
        return redirect(url_for("today.today"), 303)
    return take_answer(shown)
