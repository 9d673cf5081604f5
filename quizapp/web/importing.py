"""Questions of another program: taken into a draft, with a report of each."""

from dataclasses import dataclass

from flask import Blueprint, render_template, request

from quizapp.core.bank.foreign import NoteLevel
from quizapp.core.bank.merging import Outcome
from quizapp.db.base import db_session
from quizapp.db.queries.teaching import taught_banks
from quizapp.services.errors import Conflict, Invalid
from quizapp.services.foreign_drafts import ForeignFile, TakenIn, take_in_file
from quizapp.services.foreign_formats import FORMATS
from quizapp.web import clock
from quizapp.web.sent_file import sent_file
from quizapp.web.teaching import educator

bp = Blueprint("importing", __name__, url_prefix="/teach")
CONFLICT, REFUSED = 409, 422
MOST_SHOWN = 200
LEVELS = {
    NoteLevel.REFUSED: ("Not taken in", "circle-x", "err"),
    NoteLevel.LOST: ("Left behind", "triangle-alert", "warn"),
    NoteLevel.CHANGED: ("Written otherwise", "info", "hint"),
}


@dataclass(frozen=True, slots=True)
class NoteView:
    level: str
    icon: str
    level_class: str
    place: str
    message: str


@dataclass(frozen=True, slots=True)
class ReportView:
    """What became of a file: sums, the questions that changed, and what did not fit."""

    slug: str
    title: str
    program: str
    sums: list[tuple[str, int, str]]
    changed: list[tuple[str, str]]
    notes: list[NoteView]
    more: int


@bp.get("/import")
def choose() -> str:
    """Ask for a file, and into which bank it goes."""
    return _page(request.args.get("bank", ""))


@bp.post("/import")
def take() -> str | tuple[str, int]:
    """Take a file into a draft and say what became of each question."""
    user_id, form = educator().user_id, request.form
    name, data = sent_file("file")
    slug, title = form.get("bank", ""), form.get("title", "").strip()
    file = ForeignFile(name, data, form.get("format", ""))
    try:
        if not data:
            raise Invalid("Choose a file that is not empty.", "file")  # noqa: TRY301 - one way out
        taken = take_in_file(db_session, user_id, slug, title, file, now=clock.now())
    except Invalid as fault:
        db_session.rollback()
        return _page(slug, title, {fault.field: str(fault)}), REFUSED
    except Conflict as fault:
        db_session.rollback()
        return _page(slug, title, {"file": f"{fault} Take the file in once more."}), CONFLICT
    return render_template("teach/imported.html", report=report_view(taken))


def report_view(taken: TakenIn) -> ReportView:
    """Return the report on a file."""
    merged = taken.merged
    refused = [one for one in merged.notes if one.level is NoteLevel.REFUSED]
    notes = sorted(merged.notes, key=lambda one: list(LEVELS).index(one.level))
    return ReportView(
        slug=taken.slug,
        title=merged.bank.title,
        program=taken.form.title,
        sums=[
            ("New", len(merged.refs(Outcome.NEW)), "drafts until you publish"),
            ("Changed", len(merged.refs(Outcome.CHANGED)), "their ids stay"),
            ("The same", len(merged.refs(Outcome.SAME)), "nothing to do"),
            ("Not taken in", len(refused), "each with its reason"),
        ],
        changed=[
            (one.ref, ", ".join(one.fields))
            for one in merged.items
            if one.outcome is Outcome.CHANGED
        ],
        notes=[NoteView(*LEVELS[one.level], one.place, one.message) for one in notes[:MOST_SHOWN]],
        more=max(0, len(notes) - MOST_SHOWN),
    )


def _page(bank: str = "", title: str = "", errors: dict[str, str] | None = None) -> str:
    banks = [(one.slug, one.title) for one in taught_banks(db_session, educator().user_id)]
    return render_template(
        "teach/import.html",
        banks=[("", "A new bank"), *banks],
        bank=bank,
        title=title,
        formats=[("", "Guess by the file"), *((one.name, one.title) for one in FORMATS.values())],
        format=request.form.get("format", ""),
        errors=errors or {},
    )
