"""Forgot the password: ask for a link, and choose a new one by it."""

from flask import (
    Blueprint,
    flash,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from werkzeug.wrappers import Response

from quizapp.db.base import db_session
from quizapp.db.queries.accounts import credentials_by_token
from quizapp.services.account_tokens import RESET, hash_token
from quizapp.services.errors import Invalid, NotFound
from quizapp.services.passwords import ask_reset, choose_password
from quizapp.web import clock
from quizapp.web.login import end
from quizapp.web.visit import has_mail, visit

bp = Blueprint("forgot", __name__)
Page = tuple[str, int]
GONE = 410


@bp.get("/login/forgot")
def forgot() -> str:
    """Show the form; without a mail server, what to do instead."""
    return _page(is_sent=request.args.get("sent") == "1")


@bp.post("/login/forgot")
def ask() -> Response | Page:
    """Have a link sent. The answer is the same whether there is an account or not."""
    if not has_mail():
        return _page(), 422
    try:
        ask_reset(db_session, request.form.get("email", ""), now=clock.now())
    except Invalid as fault:
        db_session.rollback()
        return _page(error=str(fault)), 422
    return redirect(url_for(".forgot", sent=1), 303)


@bp.get("/reset/<token>")
def land(token: str) -> Response:
    """Keep the link's token in the cookie, so that no address bar or history shows it on."""
    session["reset"] = token
    return redirect(url_for(".choose"))


@bp.get("/reset")
def choose() -> str | Page:
    """Show the form for a new password, or that the link is no good any more."""
    id_hash = hash_token(session.get("reset", ""))
    found = credentials_by_token(id_hash, RESET, clock.now())
    if found is None:
        return render_template("forgot/over.html"), GONE
    return render_template("forgot/choose.html", email=found.email, error="")


@bp.post("/reset")
def save() -> Response | Page:
    """Set the password. It signs nobody in: that takes the password, and a code if there is one."""
    token = session.get("reset", "")
    password = request.form.get("password", "")
    try:
        choose_password(db_session, token, password, visit=visit(), now=clock.now())
    except Invalid as fault:
        db_session.rollback()
        found = credentials_by_token(hash_token(token), RESET, clock.now())
        email = found.email if found else ""
        return render_template("forgot/choose.html", email=email, error=str(fault)), 422
    except NotFound:
        db_session.rollback()
        return render_template("forgot/over.html"), GONE
    end()
    flash("Your password is changed. Sign in with it.")
    return redirect(url_for("signin.login"), 303)


def _page(*, is_sent: bool = False, error: str = "") -> str:
    return render_template(
        "forgot/forgot.html",
        has_mail=has_mail(),
        is_sent=is_sent,
        error=error,
        email=request.form.get("email", ""),
    )
