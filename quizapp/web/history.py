"""Missed questions: what was chosen, what is right, why, and when it comes back."""

from typing import Any

from flask import Blueprint, render_template, request, url_for

from quizapp.db.base import db_session
from quizapp.db.queries.history import missed_concepts, missed_counts, missed_rows
from quizapp.web import clock
from quizapp.web.login import needs_viewer, require_viewer
from quizapp.web.missed_view import missed_views
from quizapp.web.page_cache import cached_page
from quizapp.web.paging import PAGE_ROWS, page_number, page_of

bp = Blueprint("history", __name__)
STATES = {"missing": "missing", "mending": "mending", "put_right": "put-right"}
ORDERS = ("last", "often", "due")


@bp.get("/missed")
@needs_viewer
@cached_page
def missed() -> str:
    """Show one page of a missed list."""
    row = require_viewer()
    state = request.args.get("state", "missing")
    state = state if state in STATES else "missing"
    order = request.args.get("order", "last")
    order = order if order in ORDERS else "last"
    concept = request.args.get("concept", "")
    number = page_number()
    total, rows = missed_rows(
        db_session,
        row.user_id,
        state=STATES[state],
        concept=concept,
        order=order,
        offset=(number - 1) * PAGE_ROWS,
        limit=PAGE_ROWS,
    )
    today = row.learner.study_on(clock.now())
    query: dict[str, Any] = {"state": state, "concept": concept, "order": order}
    return render_template(
        "history/missed.html",
        counts=missed_counts(db_session, row.user_id),
        state=state,
        rows=missed_views(rows, today),
        page=page_of(number, total, lambda page: url_for(".missed", **query, page=page)),
        filters={
            "concepts": missed_concepts(db_session, row.user_id),
            "concept": concept,
            "order": order,
        },
    )
