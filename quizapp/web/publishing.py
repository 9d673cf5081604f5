"""Publishing a draft: what it does to learners, the why of a new key, and every text before it."""

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from quizapp.core.bank.revision import ChangeClass
from quizapp.db.base import db_session
from quizapp.db.queries.drafts import load_text, loads
from quizapp.services.drafts import bring_back
from quizapp.services.errors import Conflict, Invalid, NotFound
from quizapp.services.load_result import LoadOptions
from quizapp.services.publishing import preview_draft, publish_draft
from quizapp.web import clock
from quizapp.web.publish_view import history_rows, publish_view, said
from quizapp.web.teaching import NO_PAGE, educator, own_bank

bp = Blueprint("publishing", __name__, url_prefix="/teach/banks/<slug>")
SEE_OTHER, CONFLICT, REFUSED = 303, 409, 422


@bp.get("/publish")
def preview(slug: str) -> str:
    """Show what publishing one's draft would do, question by question."""
    return _page(slug, LoadOptions())


@bp.post("/publish")
def publish(slug: str) -> AnyResponse | tuple[str, int]:
    """Make the draft live."""
    user_id, options = educator().user_id, _options()
    version = request.form.get("version", 0, type=int)
    if "read" not in request.form:
        return _page(slug, options, {"read": "Tick that you have read the changes."}), REFUSED
    try:
        result = publish_draft(db_session, user_id, slug, version, options, now=clock.now())
    except Conflict as fault:
        db_session.rollback()
        return _page(slug, options, {"": str(fault)}), CONFLICT
    except Invalid as fault:
        db_session.rollback()
        return _page(slug, options, fault.fields), REFUSED
    flash(said(result), "message")
    return redirect(url_for(".history", slug=slug), SEE_OTHER)


@bp.get("/history")
def history(slug: str) -> str:
    """Show every text that the bank had."""
    bank = own_bank(slug)
    rows = history_rows(loads(db_session, bank.bank_id))
    return render_template("teach/history.html", bank=bank, rows=rows)


@bp.get("/history/<int:load_id>.md")
def earlier(slug: str, load_id: int) -> Response:
    """Give one of its texts away, byte for byte."""
    text = load_text(db_session, own_bank(slug).bank_id, load_id)
    if text is None:
        raise NotFound(NO_PAGE)
    headers = {"Content-Disposition": f'attachment; filename="{slug}-{load_id}.md"'}
    return Response(text, mimetype="text/markdown", headers=headers)


@bp.post("/history/<int:load_id>/bring-back")
def restore(slug: str, load_id: int) -> AnyResponse:
    """Make an earlier text one's draft, and show what publishing it would do."""
    bring_back(db_session, educator().user_id, slug, load_id, now=clock.now())
    flash("The earlier text is your draft now. Nothing changes until you publish it.", "message")
    return redirect(url_for(".preview", slug=slug), SEE_OTHER)


def _options() -> LoadOptions:
    """Return what the educator says beside the text: a class and a why for each item."""
    form = request.form
    classes = {
        name.removeprefix("class-"): ChangeClass(value)
        for name, value in form.items()
        if name.startswith("class-") and value in {one.value for one in ChangeClass}
    }
    reasons = {
        name.removeprefix("why-"): value.strip()
        for name, value in form.items()
        if name.startswith("why-") and value.strip()
    }
    return LoadOptions(overrule=classes, reasons=reasons)


def _page(slug: str, options: LoadOptions, faults: dict[str, str] | None = None) -> str:
    user_id = educator().user_id
    shown = preview_draft(db_session, user_id, slug, LoadOptions())
    view = publish_view(shown, options)
    return render_template("teach/publish.html", slug=slug, view=view, faults=faults or {})
