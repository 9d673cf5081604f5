"""Signing in with an answer that was kept meanwhile."""

from flask import Blueprint, current_app, flash, redirect, request, session, url_for
from werkzeug.wrappers import Response

from quizapp.db.base import db_session
from quizapp.services.errors import Invalid, NotFound, RateLimited
from quizapp.services.signin import SignInResult, finish_sign_in, sign_in
from quizapp.web import clock, tokens
from quizapp.web.answering import take_answer
from quizapp.web.kept_answer import Page, kept_page
from quizapp.web.login import begin
from quizapp.web.visit import visit

bp = Blueprint("kept", __name__)
REFUSED = 422
TOO_MANY = 429
NOT_YOURS = (
    "The answer on that page was to a question shown to somebody else, so it was not stored. "
    "You are signed in."
)


@bp.post("/login/kept")
def check() -> Response | Page:
    """Sign in, then check the answer that came along; nobody but its own user gets it stored."""
    form = request.form
    shown = tokens.unseal(form.get("token", ""))
    has_code = "code" in form
    try:
        result = _by_code() if has_code else _by_password()
    except (NotFound, Invalid, RateLimited) as fault:
        db_session.rollback()
        status = TOO_MANY if isinstance(fault, RateLimited) else REFUSED
        still_needs_code = has_code and not isinstance(fault, NotFound)
        page = kept_page(str(fault), status, needs_code=still_needs_code)
        return page or redirect(url_for("signin.login"))
    if result.needs_code:
        session["half"] = {"token": result.token, "keep": "keep" in form, "add": False}
        return kept_page("", 401, needs_code=True) or redirect(url_for("signin.code"), 303)
    begin(result.token, is_lasting="keep" in form)
    if result.user_id != shown.user_id:
        flash(NOT_YOURS)
        return redirect(url_for("today.today"), 303)
    return take_answer(shown)


def _by_password() -> SignInResult:
    return sign_in(
        db_session,
        request.form.get("email", ""),
        request.form.get("password", ""),
        guest_id=None,
        visit=visit(),
        now=clock.now(),
    )


def _by_code() -> SignInResult:
    return finish_sign_in(
        db_session,
        (session.get("half") or {}).get("token", ""),
        request.form.get("code", ""),
        guest_id=None,
        visit=visit(),
        key=str(current_app.secret_key),
        now=clock.now(),
    )
