"""A second factor of one's own: set up, recovery codes, turned off."""

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response

from quizapp.adapters.authenticator import secret_of, setup_picture
from quizapp.db.base import db_session
from quizapp.db.queries.accounts import second_factor
from quizapp.services.errors import Invalid, NotFound
from quizapp.services.second_factors import begin_factor, confirm_factor, end_factor, renew_codes
from quizapp.web import clock
from quizapp.web.login import needs_viewer, require_viewer
from quizapp.web.visit import visit

bp = Blueprint("second_factor", __name__, url_prefix="/settings/second-factor")
Page = tuple[str, int]
GROUP = 4  # letters of the secret that are typed at a time


@bp.get("")
@needs_viewer
def state() -> str:
    return _page()


@bp.post("")
@needs_viewer
def begin() -> Response | Page:
    """Make a secret and go on to where it shows."""
    password = request.form.get("password", "")
    try:
        begin_factor(db_session, require_viewer().user_id, password, now=clock.now())
    except Invalid as fault:
        db_session.rollback()
        return _page(error=str(fault)), 422
    return redirect(url_for(".new"), 303)


@bp.get("/new")
@needs_viewer
def new() -> str | Response:
    """Show the secret as a picture and as letters, until a first code came back."""
    return _new_page() or redirect(url_for(".state"))


@bp.post("/new")
@needs_viewer
def confirm() -> str | Page | Response:
    """Turn it on, and show the recovery codes this once: only their hashes are stored."""
    user_id, code = require_viewer().user_id, request.form.get("code", "")
    key = str(current_app.secret_key)
    try:
        codes = confirm_factor(db_session, user_id, code, visit=visit(), key=key, now=clock.now())
    except Invalid as fault:
        db_session.rollback()
        return _new_page(str(fault)), 422
    except NotFound:  # the page with the codes was loaded anew
        db_session.rollback()
        return redirect(url_for(".state"), 303)
    return render_template("second_factor/codes.html", codes=codes, is_new=True)


@bp.post("/codes")
@needs_viewer
def renew() -> str | Page:
    """Show ten new recovery codes."""
    password = request.form.get("password", "")
    try:
        codes = renew_codes(db_session, require_viewer().user_id, password, now=clock.now())
    except Invalid as fault:
        db_session.rollback()
        return _page(error=str(fault)), 422
    return render_template("second_factor/codes.html", codes=codes, is_new=False)


@bp.post("/off")
@needs_viewer
def off() -> Response | Page:
    """Ask for no code any more."""
    user_id, password = require_viewer().user_id, request.form.get("password", "")
    try:
        end_factor(db_session, user_id, password, visit=visit(), now=clock.now())
    except Invalid as fault:
        db_session.rollback()
        return _page(error=str(fault)), 422
    flash("Signing in takes the password alone again.")
    return redirect(url_for(".state"), 303)


def _page(*, error: str = "") -> str:
    row = second_factor(db_session, require_viewer().user_id)
    return render_template(
        "second_factor/state.html",
        is_on=row is not None and row.is_on,
        codes_left=row.codes_left if row else 0,
        error=error,
    )


def _new_page(error: str = "") -> str:
    """Return the page with the secret; nothing when there is none to confirm."""
    viewer = require_viewer()
    row = second_factor(db_session, viewer.user_id)
    if row is None or row.is_on:
        return ""
    secret = secret_of(str(current_app.secret_key), viewer.user_id, row.salt)
    picture = setup_picture(secret, viewer.email or "", visit().site)
    return render_template(
        "second_factor/new.html",
        picture=Markup(picture),  # noqa: S704 - made by segno, with nothing of the user's in it
        secret=" ".join(secret[i : i + GROUP] for i in range(0, len(secret), GROUP)),
        error=error,
    )
