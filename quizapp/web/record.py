"""Your data: take all of it along, and bring it into another account."""

import csv
from io import StringIO
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from quizapp.db.base import db_session
from quizapp.db.queries.accounts import answer_count
from quizapp.db.queries.answers import AnswerRow, all_answers
from quizapp.services.errors import Conflict, Invalid
from quizapp.services.leaving import ask_to_leave, stay
from quizapp.services.record import export_record
from quizapp.services.record_import import import_record
from quizapp.web import clock, words
from quizapp.web.cells import plain_cell
from quizapp.web.login import needs_viewer, require_viewer

bp = Blueprint("record", __name__, url_prefix="/settings/data")
SEE_OTHER = 303
REFUSED = 422
HEAD = (
    "answered at",
    "study day",
    "bank",
    "question id",
    "part",
    "you answered",
    "right",
    "score",
    "how sure",
    "seconds",
    "where",
)


@bp.get("")
@needs_viewer
def page() -> str:
    """Show what is kept, and how to take it along or bring it in."""
    return _page(taken_in=request.args.get("taken_in", type=int))


@bp.get("/record.json")
@needs_viewer
def whole() -> Response:
    """Give the whole record away."""
    text = export_record(db_session, require_viewer().user_id)
    return _file(text, "application/json", "alliance-record.json")


@bp.get("/answers.csv")
@needs_viewer
def answers() -> Response:
    """Give all answers away as a table."""
    text = _table(all_answers(db_session, require_viewer().user_id))
    return _file(text, "text/csv", "alliance-answers.csv")


@bp.post("")
@needs_viewer
def take_in() -> AnyResponse | tuple[str, int]:
    """Bring a record in, into an account without one."""
    sent = request.files.get("file")
    try:
        text = sent.read().decode("utf-8-sig") if sent else ""
    except UnicodeDecodeError:
        message = "This is no text in UTF-8. Choose the file of an export."
        return _page(errors={"file": message}), REFUSED
    if not text.strip():
        return _page(errors={"file": "Choose the file of an export; this one is empty."}), REFUSED
    try:
        count = import_record(
            db_session, require_viewer().user_id, text, is_mine="is_mine" in request.form
        )
    except (Invalid, Conflict) as fault:
        db_session.rollback()
        field = fault.field if isinstance(fault, Invalid) else "file"
        return _page(errors={field: str(fault)}), REFUSED
    return redirect(url_for(".page", taken_in=count), SEE_OTHER)


@bp.post("/leave")
@needs_viewer
def leave() -> AnyResponse | tuple[str, int]:
    """Have the viewer's account deleted after a week."""
    password = request.form.get("password", "")
    try:
        ask_to_leave(db_session, require_viewer().user_id, password, now=clock.now())
    except Invalid as fault:
        db_session.rollback()
        return _page(errors={fault.field: str(fault)}), REFUSED
    return redirect(url_for(".page"), SEE_OTHER)


@bp.post("/stay")
@needs_viewer
def keep() -> AnyResponse:
    """Keep the viewer's account after all."""
    stay(db_session, require_viewer().user_id)
    return redirect(url_for(".page"), SEE_OTHER)


def _page(*, taken_in: int | None = None, errors: dict[str, str] | None = None) -> str:
    return render_template(
        "settings/data.html",
        count=answer_count(db_session, require_viewer().user_id),
        taken_in=taken_in,
        leaving=_leaving(),
        errors=errors or {},
    )


def _leaving() -> str:
    """Return on which day the viewer's account is deleted, empty if it is not."""
    row = require_viewer()
    if row.leaves_at is None:
        return ""
    day = row.leaves_at.astimezone(ZoneInfo(row.zone)).date()
    return f"{words.week_date(day)} {day.year}"


def _file(text: str, media_type: str, name: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(text, mimetype=media_type, headers=headers)


def _table(rows: list[AnswerRow]) -> str:
    table = StringIO()
    writer = csv.writer(table)
    writer.writerow(HEAD)
    for row in rows:
        cells = (
            row.answered_at.isoformat(timespec="seconds"),
            row.study_on.isoformat(),
            row.bank,
            row.ref,
            row.part,
            "; ".join(str(one["text"]) for one in row.chosen),
            "yes" if row.is_right else "no",
            f"{row.score:g}",
            row.confidence or "",
            f"{row.ms / 1000:.1f}",
            row.source,
        )
        writer.writerow([plain_cell(cell) for cell in cells])
    return table.getvalue()
