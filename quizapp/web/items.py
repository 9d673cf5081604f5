"""A question's own page, and what its reader does there: flag, note, set aside, report."""

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from quizapp.core.analysis.misses import MissReason
from quizapp.core.bank.model import Status
from quizapp.db.base import db_session
from quizapp.db.queries.items import (
    ItemAnswerRow,
    ItemPageRow,
    item_answers,
    item_cards,
    item_page,
    item_revisions,
    near_items,
    ref_now,
)
from quizapp.db.queries.marks import item_reports
from quizapp.services.errors import Invalid
from quizapp.services.marks import bring_back_item, flag_item, save_note, suspend_item
from quizapp.services.reports import Complaint, report_item
from quizapp.web import clock
from quizapp.web.item_memory import memory_facts
from quizapp.web.item_view import (
    as_it_is,
    as_seen,
    forgotten,
    head_view,
    near_views,
    report_views,
)
from quizapp.web.local_path import local_path
from quizapp.web.login import learner, needs_viewer, require_viewer, viewer
from quizapp.web.miss_filter import REASONS as REASONS_OF_MISSES
from quizapp.web.page_cache import cached_page
from quizapp.web.report_words import REASONS
from quizapp.web.story import MOST_ENTRIES, corrected_at, story_of

bp = Blueprint("items", __name__, url_prefix="/items/<bank>/<ref>")
SEE_OTHER = 303
REFUSED = 422


@bp.get("")
@cached_page
def item(bank: str, ref: str) -> str | Response:
    """Show a question with the viewer's history of it; the answer only to who answered it."""
    row = viewer()
    found = item_page(db_session, row.user_id if row else None, bank, ref)
    if found is None:
        now = ref_now(db_session, bank, ref)
        if now is None:
            abort(404)
        return redirect(url_for("items.item", bank=bank, ref=now), 301)
    return _page(found)


@bp.post("/flag")
@needs_viewer
def flag(bank: str, ref: str) -> Response:
    """Flag a question or take the flag away, as the form says."""
    is_flagged = bool(request.form.get("flagged"))
    user_id = learner().user_id
    flag_item(db_session, user_id, bank, ref, is_flagged=is_flagged, now=clock.now())
    return _back(bank, ref)


@bp.post("/note")
@needs_viewer
def note(bank: str, ref: str) -> Response | tuple[str, int]:
    """Keep the viewer's note."""
    text = request.form.get("note", "")
    try:
        save_note(db_session, learner().user_id, bank, ref, text, now=clock.now())
    except Invalid as fault:
        return _again(bank, ref, note=text, note_error=str(fault))
    flash("Your note is kept." if text.strip() else "The note is deleted.")
    return _back(bank, ref)


@bp.post("/suspend")
@needs_viewer
def suspend(bank: str, ref: str) -> Response:
    """Set a question aside or bring it back, as the form says."""
    if request.form.get("aside"):
        suspend_item(db_session, learner().user_id, bank, ref, now=clock.now())
        if request.form.get("next"):  # its own page says so
            flash("Set aside. It is not asked until you bring it back. You find it under Marked.")
    else:
        bring_back_item(db_session, learner().user_id, bank, ref)
        flash("Brought back. It is asked again when it is due.")
    return _back(bank, ref)


@bp.post("/report")
@needs_viewer
def report(bank: str, ref: str) -> Response | tuple[str, int]:
    """Tell the bank's author that something is wrong with a question."""
    form = request.form
    said = Complaint(
        reason=form.get("reason", ""),
        revision=form.get("revision", 0, type=int),
        text=form.get("text", ""),
        answer_id=form.get("answer") or None,
    )
    try:
        is_new = report_item(db_session, learner().user_id, bank, ref, said, now=clock.now())
    except Invalid as fault:
        kept = {"report_text": said.text, "report_reason": said.reason}
        return _again(bank, ref, **kept, report_error=str(fault))
    instead = "" if is_new else " It takes the place of your earlier one."
    is_elsewhere = bool(form.get("next"))
    text = f"Thank you. The author sees your report without your name.{instead}"
    flash(text, "message" if is_elsewhere else "report")
    return _back(bank, ref, "" if is_elsewhere else "report")


def _back(bank: str, ref: str, part: str = "") -> Response:
    here = url_for("items.item", bank=bank, ref=ref, _anchor=part or None)
    return redirect(local_path(request.form.get("next", ""), here), SEE_OTHER)


def _again(bank: str, ref: str, **said: str) -> tuple[str, int]:
    """Show the page once more with what was typed, and what is wrong with it."""
    db_session.rollback()
    found = item_page(db_session, learner().user_id, bank, ref)
    if found is None:
        abort(404)
    return _page(found, **said), REFUSED


def _page(found: ItemPageRow, **said: str) -> str:
    row = viewer()
    answers = item_answers(db_session, row.user_id, found.item_id) if row else []
    context: dict[str, Any] = {
        "shown": as_it_is(found, [], has_answer=False),
        "memory": [],
        "story": [],
        "near": [],
        "reports": [],
        "forgotten": 0,
    }
    if row is not None:
        context |= _about_viewer(found, answers)
    return render_template(
        "items/item.html",
        item=head_view(found, has_answer=bool(answers)),
        here_url=url_for("items.item", bank=found.bank_slug, ref=found.ref),
        reasons=REASONS,
        about=_about(answers),
        was_missed=any(not row.answer.is_right for row in answers),
        said={"note": found.note} | said,
        **context,
    )


def _about_viewer(found: ItemPageRow, answers: list[ItemAnswerRow]) -> dict[str, Any]:
    """Return what the page says of the viewer: memory, story, reports, what was seen when."""
    who = learner()
    today = who.study_on(clock.now())
    reports = item_reports(db_session, who.user_id, found.item_id)
    if not answers:
        return {"reports": report_views(reports, who, today)}
    cards = item_cards(db_session, who.user_id, found.item_id)
    since = min(row.answer.revision for row in answers)
    revisions = item_revisions(db_session, found.item_id, since)
    bodies = {revision.no: revision.body for revision in revisions}
    seen = next(
        (row.answer for row in answers if row.answer.answer_id == request.args.get("seen")), None
    )
    corrected = corrected_at(revisions)
    current = [row for row in answers if row.answer.revision >= corrected]
    view = {
        "shown": as_it_is(found, current, has_answer=True),
        "memory": memory_facts(
            cards,
            current,
            today,
            plan=require_viewer().plan,
            not_asked=_not_asked(found),
            why_missed=REASONS_OF_MISSES[MissReason(found.reason)].lower() if found.reason else "",
        ),
        "story": story_of(answers, revisions, who, today),
        "is_story_cut": len(answers) > MOST_ENTRIES,
        "near": near_views(near_items(db_session, who.user_id, found.item_id, found.concept_slug)),
        "reports": report_views(reports, who, today),
        "forgotten": forgotten(cards),
    }
    if seen is not None:
        view["shown"] = as_seen(bodies[seen.revision], seen, today)
    return view


def _not_asked(found: ItemPageRow) -> str:
    if found.status != Status.LIVE:
        return "not while it is retired"
    return "not while it is set aside" if found.suspended_at else ""


def _about(answers: list[ItemAnswerRow]) -> str:
    """Return the answer that a report would be about: one of the viewer's, or ""."""
    wanted = request.values.get("about") or request.values.get("answer", "")
    return wanted if any(row.answer.answer_id == wanted for row in answers) else ""
