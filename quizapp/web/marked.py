"""Marked questions: flagged, with a note, set aside."""

from dataclasses import dataclass
from datetime import date

from flask import Blueprint, render_template, request, url_for

from quizapp.core.learner import Learner
from quizapp.db.base import db_session
from quizapp.db.queries.marks import MARKS, MarkedCounts, MarkedRow, marked_counts, marked_rows
from quizapp.web import clock, words
from quizapp.web.login import needs_viewer, require_viewer
from quizapp.web.page_cache import cached_page
from quizapp.web.paging import PAGE_ROWS, page_number, page_of

bp = Blueprint("marked", __name__)


@dataclass(frozen=True, slots=True)
class MarkedView:
    """A row of a marked list; nothing in it gives the answer away."""

    bank: str
    ref: str
    stem_text: str
    note: str
    is_flagged: bool
    is_aside: bool
    state: str


@bp.get("/marked")
@needs_viewer
@cached_page
def marked() -> str:
    """Show one page of a marked list."""
    row = require_viewer()
    counts = marked_counts(db_session, row.user_id)
    kind = request.args.get("kind", "")
    if kind not in MARKS:
        kind = next((name for name in MARKS if _total(counts, name)), "flagged")
    number = page_number()
    rows = marked_rows(
        db_session, row.user_id, kind, offset=(number - 1) * PAGE_ROWS, limit=PAGE_ROWS
    )
    today = row.learner.study_on(clock.now())
    return render_template(
        "marked/marked.html",
        kind=kind,
        counts=counts,
        summary=_summary(counts),
        rows=[_view(one, row.learner, today) for one in rows],
        page=page_of(
            number, _total(counts, kind), lambda page: url_for(".marked", kind=kind, page=page)
        ),
    )


def _summary(counts: MarkedCounts) -> str:
    """Return how many of each there are: None flagged, 2 with a note, none set aside."""
    flagged, noted, aside = (_total(counts, kind) or "none" for kind in MARKS)
    return f"{flagged} flagged, {noted} with a note, {aside} set aside.".capitalize()


def _total(counts: MarkedCounts, kind: str) -> int:
    total: int = getattr(counts, kind)
    return total


def _view(row: MarkedRow, who: Learner, today: date) -> MarkedView:
    return MarkedView(
        bank=row.bank_slug,
        ref=row.ref,
        stem_text=row.body["stem_text"],
        note=row.note,
        is_flagged=row.flagged_at is not None,
        is_aside=row.suspended_at is not None,
        state=_state(row, who, today),
    )


def _state(row: MarkedRow, who: Learner, today: date) -> str:
    if not row.is_live:
        return "retired"
    if row.suspended_at is not None:
        return f"set aside {words.past_day(who.study_on(row.suspended_at), today)}"
    if row.due_on is None:
        return "not answered yet"
    return f"back {words.day(max(row.due_on, today), today)}"
