"""Making an account, with everything answered so far."""

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from quizapp.db.base import db_session
from quizapp.db.queries.accounts import answer_count
from quizapp.services.accounts import register as register_account
from quizapp.services.errors import Invalid
from quizapp.web import clock
from quizapp.web.login import begin, viewer
from quizapp.web.visit import visit
from quizapp.web.zone import browser_zone

bp = Blueprint("accounts", __name__)


@bp.get("/register")
def register() -> str | Response:
    """Show the form; somebody with an account has no use for it."""
    row = viewer()
    if row is not None and not row.is_guest:
        return redirect(url_for("today.today"))
    return _page()


@bp.post("/register")
def create() -> Response | tuple[str, int]:
    """Make the account, or turn the guest into one."""
    form, row = request.form, viewer()
    guest_id = row.user_id if row is not None else None
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
    return redirect(url_for("today.today"), 303)


def _page(errors: dict[str, str] | None = None) -> str:
    row = viewer()
    count = answer_count(db_session, row.user_id) if row is not None and row.is_guest else 0
    return render_template(
        "accounts/register.html",
        errors=errors or {},
        email=request.form.get("email", ""),
        guest_answers=count,
    )
