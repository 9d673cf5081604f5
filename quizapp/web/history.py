"""Missed questions: what was chosen, what is right, why, and when it comes back."""

from dataclasses import dataclass

from flask import Blueprint, render_template, request, url_for

from quizapp.db.base import db_session
from quizapp.db.queries.history import missed_concepts, missed_counts, missed_rows
from quizapp.web import clock
from quizapp.web.login import needs_viewer, require_viewer
from quizapp.web.missed_view import missed_views

bp = Blueprint("history", __name__)
PAGE_ROWS = 20
LAST_PAGE = 100_000  # what lies beyond is empty for everybody
STATES = {"missing": "missing", "mending": "mending", "put_right": "put-right"}
ORDERS = ("last", "often", "due")


@dataclass(frozen=True, slots=True)
class Page:
    first: int
    last: int
    total: int
    prev_url: str | None
    next_url: str | None


@bp.get("/missed")
@needs_viewer
def missed() -> str:
    """Show one page of a missed list."""
    row = require_viewer()
    state = request.args.get("state", "missing")
    state = state if state in STATES else "missing"
    order = request.args.get("order", "last")
    order = order if order in ORDERS else "last"
    concept = request.args.get("concept", "")
    page = min(max(1, request.args.get("page", 1, type=int)), LAST_PAGE)
    total, rows = missed_rows(
        db_session,
        row.user_id,
        state=STATES[state],
        concept=concept,
        order=order,
        offset=(page - 1) * PAGE_ROWS,
        limit=PAGE_ROWS,
    )
    today = row.learner.study_on(clock.now())
    return render_template(
        "history/missed.html",
        counts=missed_counts(db_session, row.user_id),
        state=state,
        rows=missed_views(rows, today),
        page=_page(page, total, {"state": state, "concept": concept, "order": order}),
        filters={
            "concepts": missed_concepts(db_session, row.user_id),
            "concept": concept,
            "order": order,
        },
    )


def _page(number: int, total: int, query: dict[str, str]) -> Page:
    first = (number - 1) * PAGE_ROWS + 1

    def url(page: int) -> str:
        return url_for("history.missed", page=page, **query)  # type: ignore[arg-type]

    return Page(
        first=min(first, total),
        last=min(number * PAGE_ROWS, total),
        total=total,
        prev_url=url(number - 1) if number > 1 else None,
        next_url=url(number + 1) if number * PAGE_ROWS < total else None,
    )
