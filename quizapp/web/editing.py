"""Writing a bank in the browser, with the check beside it."""

from dataclasses import dataclass

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from quizapp.core.bank.pieces import Line, changed_keys, difference, pieces_of
from quizapp.core.bank.starters import NAMES
from quizapp.db.base import db_session
from quizapp.db.queries.drafts import DraftRow, learners_of_bank
from quizapp.services.drafts import (
    Sent,
    add_question,
    drop_draft,
    open_draft,
    save_draft,
    take_in_edits,
)
from quizapp.services.errors import Conflict, Invalid
from quizapp.services.item_check import CheckedItem, check_item
from quizapp.services.publishing import CheckedDraft, check_draft
from quizapp.web import clock
from quizapp.web.login import viewer
from quizapp.web.problem_view import CheckView, check_view
from quizapp.web.question_view import QuestionView, question_view
from quizapp.web.results import ResultRow, sample_results
from quizapp.web.teaching import educator
from quizapp.web.words import plural

bp = Blueprint("editing", __name__, url_prefix="/teach/banks/<slug>")
SEE_OTHER, TOO_OLD, SIGNED_OUT, CONFLICT, REFUSED = 303, 400, 401, 409, 422
SIGNED_IN_ANEW = (
    "You signed in again since this page was opened, so your text is not stored yet. It stands "
    "below: press Save and check once more."
)


@dataclass(frozen=True, slots=True)
class ItemView:
    """The question at the cursor: its own check, and how learners get it."""

    key: str
    line: int
    check: CheckView
    question: QuestionView | None
    results: list[ResultRow]


@bp.get("/edit")
def edit(slug: str) -> str:
    """Show one's draft of a bank, or what is live where there is none."""
    return _page(slug, request.args.get("line", 0, type=int), ref=request.args.get("item", ""))


@bp.post("/edit")
def save(slug: str) -> Response | tuple[str, int]:
    """Store the draft, and do what was asked for; of somebody signed out meanwhile it is kept."""
    if viewer() is None and _sent_text():
        return kept_text()
    user_id, wanted = educator().user_id, request.form.get("do", "save")
    text, line = _sent_text(), request.form.get("line", 1, type=int)
    version = request.form.get("version", 0, type=int)
    try:
        if wanted == "insert":
            sent, kind = Sent(text, version, line), request.form.get("kind", "")
            line = add_question(db_session, user_id, slug, sent, kind, now=clock.now())
        else:
            save_draft(db_session, user_id, slug, text, version, now=clock.now())
    except Conflict as fault:
        db_session.rollback()
        return _page(slug, line, text=text, fault=str(fault), is_clash=True), CONFLICT
    except Invalid as fault:
        db_session.rollback()
        return _page(slug, line, text=text, fault=str(fault)), REFUSED
    if wanted == "publish":
        return redirect(url_for("publishing.preview", slug=slug), SEE_OTHER)
    return redirect(url_for(".edit", slug=slug, line=line, _anchor="source"), SEE_OTHER)


@bp.post("/check")
def check(slug: str) -> tuple[str, int]:
    """Store the draft while it is written, and check the question at the cursor."""
    user_id, text = educator().user_id, _sent_text()
    version, line = (request.form.get(name, 0, type=int) for name in ("version", "line"))
    fault, status = "", 200
    try:
        version = save_draft(db_session, user_id, slug, text, version, now=clock.now())
    except (Conflict, Invalid) as error:
        db_session.rollback()
        fault, status = str(error), CONFLICT if isinstance(error, Conflict) else REFUSED
    item = item_view(check_item(db_session, text, line), line)
    page = render_template(
        "teach/_item.html", slug=slug, item=item, version=version, fault=fault, is_live=True
    )
    return page, status


@bp.post("/take-in")
def take_in(slug: str) -> Response:
    """Join one's draft with what somebody else has published since it was begun."""
    joined = take_in_edits(db_session, educator().user_id, slug, now=clock.now())
    taken = plural(len(joined.taken), "change") + " taken into your draft."
    if joined.clashes:
        own = ", ".join(one or "the head" for one in joined.clashes)
        taken += f" Both of you changed {own}: yours stands there, so look at theirs once more."
    flash(taken, "message")
    return redirect(url_for(".edit", slug=slug), SEE_OTHER)


@bp.post("/drop")
def drop(slug: str) -> Response:
    """Throw one's draft away."""
    user_id = educator().user_id
    open_draft(db_session, user_id, slug)  # whoever may not write it finds nothing
    drop_draft(db_session, user_id, slug)
    flash("Your draft is gone. What is live stays.", "message")
    return redirect(url_for("teach.banks"), SEE_OTHER)


def item_view(checked: CheckedItem, line: int) -> ItemView:
    """Return the question at the cursor for the page."""
    body, question = checked.body, None
    results: list[ResultRow] = []
    if body is not None:
        order = [one["id"] for one in body["options"] or body["steps"] or body["rights"]]
        question, results = question_view(body, order), sample_results(body, {})
    return ItemView(checked.key, line, check_view(checked.problems), question, results)


def _page(
    slug: str,
    line: int,
    *,
    ref: str = "",
    text: str | None = None,
    fault: str = "",
    is_clash: bool = False,
) -> str:
    """Render the editor; a `text` that was not stored stands in the place of the draft's."""
    user_id = educator().user_id
    found = check_draft(db_session, user_id, slug)
    shown = found.draft.text if text is None else text
    bank, line = found.bank, line or _line_of(found.draft, ref)
    theirs = changed_lines(shown, found.draft.text) if is_clash else []
    return render_template(
        "teach/editor.html",
        slug=slug,
        title=_title(found, bank.title if bank else slug),
        bank=bank,
        has_draft=found.draft.version > 0,
        state=_state(found, learners_of_bank(db_session, bank.bank_id) if bank else 0),
        text=shown,
        rows=min(max(shown.count("\n") + 2, 16), 32),
        version=found.draft.version,
        check=check_view(found.problems),
        blocked=plural(len(found.blocking), "error") if found.blocking else "",
        item=item_view(check_item(db_session, shown, line), line),
        is_outdated=found.is_outdated,
        kinds=list(NAMES.items()),
        fault=fault,
        theirs=theirs,
        is_clash=is_clash,
    )


def kept_text() -> tuple[str, int]:
    """Return the page that holds the text of somebody signed out until they are back."""
    return render_template("signin/kept_text.html", text=_sent_text()), SIGNED_OUT


def text_again() -> tuple[str, int]:
    """Return the editor with the text of a form that was refused for its age; nothing is stored."""
    slug, sent = (request.view_args or {})["slug"], request.form.get("version", 0, type=int)
    stored = open_draft(db_session, educator().user_id, slug).draft.version
    line = request.form.get("line", 1, type=int)
    page = _page(slug, line, text=_sent_text(), fault=SIGNED_IN_ANEW, is_clash=sent != stored)
    return page, TOO_OLD


def changed_lines(mine: str, theirs: str) -> list[Line]:
    """Return what differs between two texts, question by question."""
    pairs = changed_keys(mine, theirs).values()
    return [line for old, new in pairs for line in difference(old, new)]


def _title(found: CheckedDraft, known: str) -> str:
    bank = found.checked.book.bank
    return bank.title if bank else known


def _state(found: CheckedDraft, learners: int) -> str:
    """Return what is live and what is not, in a sentence."""
    draft, live = found.draft, found.live
    if live is None:
        return "Not published yet: only you see it."
    who = f" for {plural(learners, 'learner')}" if learners else ""
    if draft.version == 0:
        return f"As it is live{who}. What you change here stays yours until you publish it."
    saved = f"{draft.saved_at:%B} {draft.saved_at.day}, {draft.saved_at:%H:%M} UTC"
    return f"Your draft, saved {saved}. The text before it is live{who}."


def _sent_text() -> str:
    """Return the text as it was before the form made each line end CR LF."""
    return request.form.get("text", "").replace("\r\n", "\n")


def _line_of(draft: DraftRow, ref: str) -> int:
    return next((one.line for one in pieces_of(draft.text) if ref and one.key == ref), 1)
