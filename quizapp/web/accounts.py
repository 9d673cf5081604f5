"""Making an account, with everything answered so far."""

from flask import Blueprint, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response

from quizapp.db.base import db_session
from quizapp.db.queries.accounts import address_of_token, answer_count
from quizapp.services.account_tokens import JOIN, hash_token
from quizapp.services.accounts import ask_to_join
from quizapp.services.accounts import join as join_by_link
from quizapp.services.accounts import register as register_account
from quizapp.services.errors import Invalid, NotFound
from quizapp.web import clock
from quizapp.web.login import begin, viewer, way_on
from quizapp.web.visit import has_mail, visit
from quizapp.web.zone import browser_zone

bp = Blueprint("accounts", __name__)
GONE = 410


@bp.get("/register")
def register() -> str | Response:
    """Show the form; somebody with an account has no use for it."""
    row = viewer()
    if row is not None and not row.is_guest:
        return redirect(url_for("today.today"))
    return _page(is_sent=request.args.get("sent") == "1")


@bp.post("/register")
def create() -> Response | tuple[str, int]:
    """Make the account, or turn the guest into one."""
    form, row = request.form, viewer()
    guest_id = row.user_id if row is not None else None
    if has_mail():
        return _ask(guest_id)
    try:
        result = register_account(
            db_session,
            form.get("email", ""),
            form.get("password", ""),
            guest_id=guest_id,
            zone=browser_zone(form.get("tz", "")),
            visit=visit(),
            now=clock.now(),
        )
    except Invalid as fault:
        db_session.rollback()
        return _page({fault.field: str(fault)}), 422
    begin(result.token)
    return redirect(way_on(), 303)


@bp.get("/join/<token>")
def land(token: str) -> Response:
    """Keep the link's token in the cookie, so that no address bar or history shows it on."""
    session["join"] = token
    return redirect(url_for(".join"))


@bp.get("/join")
def join() -> str | tuple[str, int]:
    """Show the form for the password, or that the link is no good any more."""
    return _join_page()


@bp.post("/join")
def finish() -> Response | str | tuple[str, int]:
    """Make the account that the link is for, and sign in."""
    form = request.form
    try:
        result = join_by_link(
            db_session,
            session.get("join", ""),
            form.get("password", ""),
            zone=browser_zone(form.get("tz", "")),
            visit=visit(),
            now=clock.now(),
        )
    except (Invalid, NotFound) as fault:
        db_session.rollback()
        return _join_page(str(fault))
    begin(result.token)
    return redirect(way_on(), 303)


def _ask(guest_id: int | None) -> Response | tuple[str, int]:
    """Have a link sent; the answer is the same whether there is an account or not."""
    try:
        ask_to_join(db_session, request.form.get("email", ""), guest_id=guest_id, now=clock.now())
    except Invalid as fault:
        db_session.rollback()
        return _page({fault.field: str(fault)}), 422
    return redirect(url_for(".register", sent=1), 303)


def _join_page(error: str = "") -> str | tuple[str, int]:
    id_hash = hash_token(session.get("join", ""))
    email = address_of_token(db_session, id_hash, JOIN, clock.now())
    if email is None:
        return render_template("accounts/over.html"), GONE
    html = render_template("accounts/join.html", email=email, error=error)
    return (html, 422) if error else html


def _page(errors: dict[str, str] | None = None, *, is_sent: bool = False) -> str:
    row = viewer()
    count = answer_count(db_session, row.user_id) if row is not None and row.is_guest else 0
    return render_template(
        "accounts/register.html",
        errors=errors or {},
        email=request.form.get("email", ""),
        guest_answers=count,
        has_mail=has_mail(),
        is_sent=is_sent,
    )
