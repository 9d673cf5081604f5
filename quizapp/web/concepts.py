"""The ideas that questions are about, as a tree."""

from collections import defaultdict
from dataclasses import dataclass

from flask import Blueprint, render_template

from quizapp.db.base import db_session
from quizapp.db.queries.concepts import ConceptCountRow, concept_counts
from quizapp.web.login import viewer

bp = Blueprint("concepts", __name__)


@dataclass(frozen=True, slots=True)
class ConceptView:
    """A concept; its figures include those of the concepts below it."""

    slug: str
    title: str
    questions: int
    met: int
    below: list["ConceptView"]


@bp.get("/concepts")
def tree() -> str:
    """Show every concept with its questions, and how many of them the viewer has met."""
    row = viewer()
    roots = _tree(concept_counts(db_session, row.user_id if row else None))
    questions = sum(root.questions for root in roots)
    return render_template("concepts/tree.html", roots=roots, questions=questions)


def _tree(rows: list[ConceptCountRow]) -> list[ConceptView]:
    """Return the roots with all that is below them, those with the most questions first."""
    children: defaultdict[str, list[ConceptCountRow]] = defaultdict(list)
    for row in rows:
        children[row.parent].append(row)

    def view(row: ConceptCountRow) -> ConceptView:
        below = [view(child) for child in children[row.slug]]
        return ConceptView(
            row.slug,
            row.title,
            row.questions + sum(one.questions for one in below),
            row.met + sum(one.met for one in below),
            below,
        )

    return sorted((view(root) for root in children[""]), key=lambda root: -root.questions)
