"""The bank browser: what there is, by whom, on which sources."""

from collections import Counter
from dataclasses import dataclass

from flask import Blueprint, Response, abort, render_template

from quizapp.core.bank.model import Kind
from quizapp.db.base import db_session
from quizapp.db.queries.banks import (
    BankPageRow,
    ItemRow,
    bank_by_slug,
    bank_items,
    bank_rows,
    concept_titles,
    last_text,
)
from quizapp.db.queries.exams import exam_titles
from quizapp.web import words
from quizapp.web.login import viewer
from quizapp.web.question_view import QuestionView, question_view
from quizapp.web.results import ResultRow, sample_results

bp = Blueprint("banks", __name__)


@dataclass(frozen=True, slots=True)
class Sample:
    question: QuestionView
    results: list[ResultRow]


@dataclass(frozen=True, slots=True)
class BankView:
    """A bank's page."""

    slug: str
    title: str
    intro_html: str
    items: int
    license: str
    authors: str
    revision: int
    loaded_words: str
    concepts: list[tuple[str, int, int]]
    sources: list[str]
    with_source: int
    with_rationale: int


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
    return render_template("banks/bank.html", bank=_view(found, items), sample=_sample(items))


@bp.get("/banks/<slug>.md")
def source(slug: str) -> Response:
    """Give a bank's Markdown away as it was loaded last."""
    text = last_text(db_session, slug)
    if text is None:
        abort(404)
    headers = {"Content-Disposition": f'attachment; filename="{slug}.md"'}
    return Response(text, mimetype="text/markdown", headers=headers)


def _view(found: BankPageRow, items: list[ItemRow]) -> BankView:
    titles = concept_titles(db_session)
    sizes: Counter[str] = Counter()
    applied: Counter[str] = Counter()
    for item in items:
        concept = next(iter(item.body["concepts"]), "")
        sizes[concept] += 1
        applied[concept] += item.body["level"] != "recall"
    loaded_on = found.loaded_at.date() if found.loaded_at else None
    return BankView(
        slug=found.slug,
        title=found.title,
        intro_html=found.about["intro_html"],
        items=len(items),
        license=found.license,
        authors=", ".join(found.about["authors"]),
        revision=found.loads,
        loaded_words=words.long_date(loaded_on) if loaded_on else "",
        concepts=[
            (titles.get(slug, slug or "No concept"), n, applied[slug])
            for slug, n in sizes.most_common()
        ],
        sources=list(found.about["sources"].values()),
        with_source=sum(bool(item.body["source"]) for item in items),
        with_rationale=sum(_has_reasons(item) for item in items),
    )


def _has_reasons(item: ItemRow) -> bool:
    """Say whether every option has its reason; what has no options has its explanation."""
    options = item.body["options"]
    if not options:
        return bool(item.body["explanation_html"])
    return all(option["rationale_html"] for option in options)


def _sample(items: list[ItemRow]) -> Sample | None:
    for item in items:
        if item.body["kind"] == Kind.SINGLE and not item.body["stimulus_html"]:
            order = [option["id"] for option in item.body["options"]]
            return Sample(question_view(item.body, order), sample_results(item.body, {}))
    return None
