"""A new bank: written from a start, or uploaded as a file or a zip with pictures."""

import re

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from quizapp.core.bank.decoding import decoded
from quizapp.core.bank.parser import MAX_FILE_BYTES
from quizapp.core.bank.picture import mentioned_paths
from quizapp.core.bank.problems import Problem
from quizapp.db.base import db_session
from quizapp.db.queries.drafts import draft_of
from quizapp.formats import bank_zip
from quizapp.services.drafts import begin_bank, take_upload
from quizapp.services.errors import Invalid, NotFound
from quizapp.web import clock
from quizapp.web.problem_view import check_view
from quizapp.web.sent_file import sent_file
from quizapp.web.teaching import educator

bp = Blueprint("uploading", __name__, url_prefix="/teach")
SEE_OTHER, REFUSED = 303, 422
FORMATS = "A bank in Markdown (.md, up to 2 MB), or a zip of it with its pictures (up to 25 MB)."
ACCEPT = ".md,.markdown,.txt,.zip"
# The name in the header; the whole of it is read and checked in the editor.
_NAME = re.compile(r"^bank:[ \t]*[\"']?([a-z0-9][a-z0-9-]{0,79})[\"']?\s*$", re.MULTILINE)
_HEAD = 64_000  # letters
NO_NAME = Problem(
    1,
    1,
    "B015",
    "This is no question bank yet: it does not say which bank it is",
    "begin the file with four lines: `---`, `bank: an-id`, `title: A title`, `---`; or write a new "
    "bank here, or import the file of another program",
)
OF_ANOTHER = "A bank of that id belongs to somebody else. Give yours another id, or ask its owner."


@bp.get("/new")
def new() -> str:
    """Ask what a new bank is called."""
    educator()
    return render_template("teach/new.html", title="", fault="")


@bp.post("/new")
def create() -> Response | tuple[str, int]:
    """Begin a bank with a question to write over."""
    user_id, title = educator().user_id, request.form.get("title", "")
    try:
        slug = begin_bank(db_session, user_id, title, now=clock.now())
    except Invalid as fault:
        db_session.rollback()
        return render_template("teach/new.html", title=title, fault=str(fault)), REFUSED
    return redirect(url_for("editing.edit", slug=slug), SEE_OTHER)


@bp.get("/upload")
def upload() -> str:
    """Ask for a file."""
    educator()
    return _page()


@bp.post("/upload")
def take() -> Response | tuple[str, int]:
    """Make a draft of a file; one that is no bank at all is refused as a whole."""
    user_id, (name, data) = educator().user_id, sent_file("file")
    if not data:
        return _page(fault="Choose a file that is not empty."), REFUSED
    text, files, problems = _opened(name, data)
    found = _NAME.search(text[:_HEAD]) if text is not None else None
    if text is None or found is None:
        return _page(name=name, problems=problems or (NO_NAME,)), REFUSED
    try:
        _refuse_to_replace(user_id, found[1])
        take_upload(db_session, user_id, found[1], text, files, now=clock.now())
    except (Invalid, NotFound) as fault:
        db_session.rollback()
        return _page(fault=OF_ANOTHER if isinstance(fault, NotFound) else str(fault)), REFUSED
    return redirect(url_for("editing.edit", slug=found[1]), SEE_OTHER)


def _refuse_to_replace(user_id: int, slug: str) -> None:
    """Keep a draft that nobody said is to be replaced. Raises Invalid."""
    if draft_of(db_session, user_id, slug) and "replace" not in request.form:
        raise Invalid(f"You have a draft of {slug}. Tick “Replace my draft” to put the file there.")


def _opened(name: str, data: bytes) -> tuple[str | None, dict[str, bytes], tuple[Problem, ...]]:
    """Return the text of a file and the pictures that it may show, or what is wrong."""
    if data.startswith(b"PK\x03\x04") or name.lower().endswith(".zip"):
        zipped = bank_zip.read(data)
        wanted = mentioned_paths(zipped.text or "")
        files = {path: zipped.files[path] for path in wanted if path in zipped.files}
        return zipped.text, files, zipped.problems
    if len(data) > MAX_FILE_BYTES:
        message = f"The file is over {MAX_FILE_BYTES // 1_000_000} MB"
        return None, {}, (Problem(1, 1, "B001", message, "split it into several banks"),)
    text = decoded(data)
    return (None, {}, (text,)) if isinstance(text, Problem) else (text, {}, ())


def _page(name: str = "", fault: str = "", problems: tuple[Problem, ...] = ()) -> str:
    return render_template(
        "teach/upload.html",
        accept=ACCEPT,
        formats=FORMATS,
        name=name,
        fault=fault,
        check=check_view(problems) if problems else None,
    )
