"""Signing in and out."""

from flask import (
    Blueprint,
    current_app,
    flash,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from werkzeug.wrappers import Response

from quizapp.db.base import db_session
from quizapp.db.queries.accounts import answer_count
from quizapp.services.errors import Invalid, NotFound, RateLimited
from quizapp.services.signin import finish_sign_in, sign_in, sign_out
from quizapp.web import clock
from quizapp.web.local_path import local_path
from quizapp.web.login import begin, end, token_in_cookie, viewer, way_on
from quizapp.web.visit import visit

bp = Blueprint("signin", __name__)
AnyPage = Response | tuple[str, int] | tuple[str, int, dict[str, str]]


@bp.get("/login")
def login() -> str | Response:
    """Show the form; somebody signed in goes on."""
    row = viewer()
    if row is not None and not row.is_guest:
        return redirect(_next())
    return _page()


@bp.post("/login")
def check() -> AnyPage:
    """Sign in, and bring the guest's answers along when that is wanted."""
    form, row = request.form, viewer()
    wants_answers = row is not None and row.is_guest and "add" in form
    try:
        result = sign_in(
            db_session,
            form.get("email", ""),
            form.get("password", ""),
            guest_id=row.user_id if row is not None and wants_answers else None,
            visit=visit(),
            now=clock.now(),
        )
    except Invalid as fault:
        db_session.rollback()
        return _page(str(fault)), 422
    except RateLimited as fault:
        return _page(str(fault)), 429, {"Retry-After": str(fault.seconds)}
    if result.needs_code:
        session["half"] = {"token": result.token, "keep": "keep" in form, "add": wants_answers}
        return redirect(url_for(".code", next=request.args.get("next")), 303)
    begin(result.token, is_lasting="keep" in form)
    return redirect(_next(), 303)


@bp.get("/login/code")
def code() -> str | Response:
    """Ask for the code of the second factor; the password was right."""
    if "half" not in session:
        return redirect(url_for(".login", next=request.args.get("next")))
    return render_template("signin/code.html", error="")


@bp.post("/login/code")
def check_code() -> AnyPage:
    """Sign in by the code."""
    half, row = session.get("half") or {}, viewer()
    wants_answers = row is not None and row.is_guest and half.get("add")
    try:
        result = finish_sign_in(
            db_session,
            half.get("token", ""),
            request.form.get("code", ""),
            guest_id=row.user_id if row is not None and wants_answers else None,
            visit=visit(),
            key=str(current_app.secret_key),
            now=clock.now(),
        )
    except NotFound as fault:
        flash(str(fault))
        return redirect(url_for(".login", next=request.args.get("next")), 303)
    except Invalid as fault:
        db_session.rollback()
        return render_template("signin/code.html", error=str(fault)), 422
    except RateLimited as fault:
        page = render_template("signin/code.html", error=str(fault))
        return page, 429, {"Retry-After": str(fault.seconds)}
    begin(result.token, is_lasting=half["keep"])
    return redirect(_next(), 303)


@bp.post("/logout")
def logout() -> Response:
    """End this browser's login session, on the server too."""
    token = token_in_cookie()
    if token is not None:
        sign_out(db_session, token)
    end()
    response = redirect(url_for("pages.landing"), 303)
    response.headers["Clear-Site-Data"] = '"storage"'  # what a service worker keeps
    return response


def _next() -> str:
    """Return where to go on: a path of this site that was asked for, else Today."""
    return local_path(request.args.get("next", ""), way_on())


def _page(error: str = "") -> str:
    row = viewer()
    count = answer_count(db_session, row.user_id) if row is not None and row.is_guest else 0
    return render_template(
        "signin/login.html",
        error=error,
        email=request.form.get("email", ""),
        guest_answers=count,
    )
