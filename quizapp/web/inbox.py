"""Reports on an educator's questions: read them, and tell their writers what became of them."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from quizapp.db.base import db_session
from quizapp.db.queries.reports import OPEN, SETTLED, inbox_banks, inbox_counts, inbox_items
from quizapp.services.errors import Conflict, Invalid
from quizapp.services.reports import settle_reports
from quizapp.web import clock, words
from quizapp.web.inbox_view import reported_views
from quizapp.web.login import learner
from quizapp.web.paging import PAGE_ROWS, page_number, page_of
from quizapp.web.report_words import BUTTONS
from quizapp.web.teaching import educator

bp = Blueprint("inbox", __name__, url_prefix="/teach/reports")
SEE_OTHER = 303
REFUSED = {Invalid: 422, Conflict: 409}


@bp.get("")
def reports() -> str:
    """Show the open reports, or the settled ones, of one bank or of all."""
    return _page()


@bp.post("")
def settle() -> Response | tuple[str, int]:
    """Settle reports on a question with a sentence for their writers."""
    form = request.form
    user_id = educator().user_id
    ids = form.getlist("report", type=int)
    because = form.get("because", "")
    try:
        count = settle_reports(
            db_session,
            user_id,
            ids,
            because,
            outcome=form.get("outcome", ""),
            now=clock.now(),
        )
    except (Invalid, Conflict) as fault:
        db_session.rollback()
        return _page(str(fault), form.get("about", ""), because), REFUSED[type(fault)]
    writers = "Its writer reads" if count == 1 else "Their writers read"
    flash(f"{words.plural(count, 'report')} settled. {writers} your answer on Today.", "message")
    return redirect(url_for(".reports", bank=form.get("bank") or None), SEE_OTHER)


def _page(fault: str = "", about: str = "", because: str = "") -> str:
    user_id = educator().user_id
    status = SETTLED if request.args.get("show") == SETTLED else OPEN
    slug = request.values.get("bank", "")
    counts = inbox_counts(db_session, user_id, slug)
    total = counts.open_items if status == OPEN else counts.settled_items
    number = page_number()
    show = SETTLED if status == SETTLED else None
    page = page_of(
        number, total, lambda n: url_for(".reports", show=show, bank=slug or None, page=n)
    )
    rows = inbox_items(
        db_session, user_id, status, slug, offset=(number - 1) * PAGE_ROWS, limit=PAGE_ROWS
    )
    who = learner()
    return render_template(
        "inbox/reports.html",
        status=status,
        slug=slug,
        counts=counts,
        banks=[("", "All banks"), *inbox_banks(db_session, user_id)],
        items=reported_views(rows, who, who.study_on(clock.now())),
        page=page,
        buttons=BUTTONS,
        fault=fault,
        about=about,
        because=because,
    )
