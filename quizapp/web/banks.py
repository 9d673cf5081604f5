"""The bank browser: what there is, by whom, on which sources."""

from dataclasses import dataclass

from flask import Blueprint, Response, abort, render_template

from quizapp.core.bank.model import Kind
from quizapp.db.base import db_session
from quizapp.db.queries.banks import (
    ItemRow,
    bank_by_slug,
    bank_items,
    bank_rows,
    concept_titles,
    last_text,
)
from quizapp.db.queries.exams import exam_titles
from quizapp.web.bank_view import bank_view
from quizapp.web.login import viewer
from quizapp.web.question_view import QuestionView, question_view
from quizapp.web.results import ResultRow, sample_results

bp = Blueprint("banks", __name__)


@dataclass(frozen=True, slots=True)
class Sample:
    question: QuestionView
    results: list[ResultRow]


@bp.get("/banks")
def shelf() -> str:
    """Show every bank."""
    row = viewer()
    banks = [
        {
            "slug": bank.slug,
            "title": bank.title,
            "description": bank.description,
            "items": bank.items,
            "license": bank.license,
            "authors": ", ".join(bank.authors),
            "seen": bank.seen,
        }
        for bank in bank_rows(db_session, row.user_id if row else None)
    ]
    return render_template("banks/shelf.html", banks=banks, exams=exam_titles(db_session))


@bp.get("/banks/<slug>")
def bank(slug: str) -> str:
    """Show one bank with a sample question."""
    found = bank_by_slug(db_session, slug)
    if found is None:
        abort(404)
    items = bank_items(db_session, found.bank_id)
    view = bank_view(found, items, concept_titles(db_session))
    return render_template("banks/bank.html", bank=view, sample=_sample(items))


@bp.get("/banks/<slug>.md")
def source(slug: str) -> Response:
    """Give a bank's Markdown away as it was loaded last."""
    text = last_text(db_session, slug)
    if text is None:
        abort(404)
    headers = {"Content-Disposition": f'attachment; filename="{slug}.md"'}
    return Response(text, mimetype="text/markdown", headers=headers)


def _sample(items: list[ItemRow]) -> Sample | None:
    for item in items:
        if item.body["kind"] == Kind.SINGLE and not item.body["stimulus_html"]:
            order = [option["id"] for option in item.body["options"]]
            return Sample(question_view(item.body, order), sample_results(item.body, {}))
    return None
