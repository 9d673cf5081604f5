"""An educator's banks: what is live, what is not published yet, who may change them."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from quizapp.db.base import db_session
from quizapp.db.queries.drafts import new_banks
from quizapp.db.queries.teaching import editors_of, taught_banks
from quizapp.services.editors import add_editor, remove_editor
from quizapp.services.errors import Invalid
from quizapp.web import clock
from quizapp.web.teaching import educator, own_bank

bp = Blueprint("teach", __name__, url_prefix="/teach")


@bp.get("")
def banks() -> str:
    """Show the banks that this educator may change."""
    user_id = educator().user_id
    return render_template(
        "teach/banks.html",
        banks=taught_banks(db_session, user_id),
        drafts=new_banks(db_session, user_id),
    )


@bp.get("/banks/<slug>/editors")
def editors(slug: str) -> str:
    """Show who may change a bank."""
    return _editors(slug)


@bp.post("/banks/<slug>/editors")
def add(slug: str) -> Response | tuple[str, int]:
    """Let another educator change it."""
    email = request.form.get("email", "")
    try:
        add_editor(db_session, educator().user_id, slug, email, now=clock.now())
    except Invalid as fault:
        return _editors(slug, email, str(fault)), 422
    flash(f"{email.strip()} can change this bank now.", "message")
    return redirect(url_for(".editors", slug=slug), 303)


@bp.post("/banks/<slug>/editors/<int:user_id>/remove")
def remove(slug: str, user_id: int) -> Response:
    """Let an editor change it no longer."""
    remove_editor(db_session, educator().user_id, slug, user_id)
    flash("Removed.", "message")
    return redirect(url_for(".editors", slug=slug), 303)


def _editors(slug: str, email: str = "", fault: str = "") -> str:
    bank = own_bank(slug)
    rows = editors_of(db_session, bank.bank_id)
    return render_template("teach/editors.html", bank=bank, editors=rows, email=email, fault=fault)
