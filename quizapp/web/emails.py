"""One's own e-mail address: another one, and the link that shows whose it is."""

from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response

from quizapp.db.base import db_session
from quizapp.db.queries.accounts import address_of_token, email_verified_at
from quizapp.services.account_tokens import EMAIL, hash_token
from quizapp.services.emails import ask_email, confirm_email
from quizapp.services.errors import Conflict, Invalid, NotFound
from quizapp.web import clock
from quizapp.web.login import needs_viewer, require_viewer, viewer
from quizapp.web.visit import has_mail

bp = Blueprint("emails", __name__)
Page = tuple[str, int]
GONE = 410


@bp.get("/settings/email")
@needs_viewer
def email() -> str:
    """Show the address and the form to change it."""
    return _page(is_sent=request.args.get("sent") == "1")


@bp.post("/settings/email")
@needs_viewer
def change() -> Response | Page:
    """Have a link sent to the new address."""
    form, row = request.form, require_viewer()
    if not has_mail() or row.is_guest:
        return _page(), 422
    wanted = form.get("email", "") or row.email or ""
    try:
        ask_email(db_session, row.user_id, wanted, form.get("password", ""), now=clock.now())
    except Invalid as fault:
        db_session.rollback()
        return _page(errors={fault.field: str(fault)}), 422
    return redirect(url_for(".email", sent=1), 303)


@bp.get("/email/<token>")
def land(token: str) -> Response:
    """Keep the link's token in the cookie, so that no address bar or history shows it on."""
    session["email_token"] = token
    return redirect(url_for(".confirm"))


@bp.get("/email")
def confirm() -> str | Page:
    """Ask once more; a program that looks into mails presses no button."""
    id_hash = hash_token(session.get("email_token", ""))
    address = address_of_token(db_session, id_hash, EMAIL, clock.now())
    if address is None:
        return render_template("emails/over.html"), GONE
    return render_template("emails/confirm.html", address=address)


@bp.post("/email")
def confirmed() -> Response | Page:
    """Use the link up."""
    try:
        address = confirm_email(db_session, session.pop("email_token", ""), now=clock.now())
    except (NotFound, Conflict):
        db_session.rollback()
        return render_template("emails/over.html"), GONE
    flash(f"{address} is the address of your account.")
    return redirect(url_for(".email" if viewer() else "signin.login"), 303)


def _page(*, is_sent: bool = False, errors: dict[str, str] | None = None) -> str:
    row = require_viewer()
    return render_template(
        "emails/email.html",
        has_mail=has_mail(),
        is_sent=is_sent,
        is_verified=email_verified_at(db_session, row.user_id) is not None,
        email=request.form.get("email", ""),
        errors=errors or {},
    )
