"""A bank as a file for other programs, with what each of them cannot hold."""

from dataclasses import dataclass

from flask import Blueprint, Response, render_template, request

from quizapp.adapters.child import read_apart
from quizapp.core.bank.model import Bank
from quizapp.db.base import db_session
from quizapp.db.queries.banks import last_text
from quizapp.db.queries.images import image_files
from quizapp.services.errors import NotFound
from quizapp.services.foreign_banks import left_out
from quizapp.services.foreign_formats import FORMATS
from quizapp.web.teaching import NO_PAGE, own_bank
from quizapp.web.words import plural

bp = Blueprint("exporting", __name__, url_prefix="/teach/banks/<slug>/export")


@dataclass(frozen=True, slots=True)
class FormatView:
    """One format: how many questions it leaves out, and what it loses of the rest."""

    name: str
    title: str
    words: str
    losses: str


@bp.get("")
def formats(slug: str) -> str:
    """Show the formats, each with what it cannot hold of this bank."""
    own = own_bank(slug)
    bank = _served(slug)
    views = []
    for one in FORMATS.values():
        out = sum(len(refs) for refs in left_out(bank, one).values())
        words = f"leaves out {out} of {plural(len(bank.items), 'question')}" if out else "holds all"
        views.append(FormatView(one.name, one.title, words, "; ".join(one.losses)))
    return render_template("teach/export.html", bank=own, formats=views)


@bp.get("/file")
def file(slug: str) -> Response:
    """Give the bank away in one format."""
    own_bank(slug)
    form = FORMATS.get(request.args.get("format", ""))
    if form is None:
        raise NotFound(NO_PAGE)
    data = form.write(_served(slug), image_files(db_session, slug))
    headers = {"Content-Disposition": f'attachment; filename="{slug}.{form.extension}"'}
    return Response(data, mimetype="application/octet-stream", headers=headers)


def _served(slug: str) -> Bank:
    """Return the bank as it is served. Raises NotFound."""
    bank = read_apart(last_text(db_session, slug) or "").bank
    if bank is None:
        raise NotFound(NO_PAGE)
    return bank
