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
    """A concept with questions; its figures include those of the concepts below it.

    `missing` are the titles of all concepts below it that have no question yet.
    """

    slug: str
    title: str
    questions: int
    met: int
    below: list["ConceptView"]
    missing: list[str]


@bp.get("/concepts")
def tree() -> str:
    """Show every concept with its questions, and how many of them the viewer has seen."""
    row = viewer()
    roots = _tree(concept_counts(db_session, row.user_id if row else None))
    return render_template(
        "concepts/tree.html",
        roots=[root for root in roots if root.questions],
        missing=[root.title for root in roots if not root.questions],
        questions=sum(root.questions for root in roots),
    )


def _tree(rows: list[ConceptCountRow]) -> list[ConceptView]:
    """Return the roots with all that is below them, those with the most questions first."""
    children: defaultdict[str, list[ConceptCountRow]] = defaultdict(list)
    for row in rows:
        children[row.parent].append(row)

    def view(row: ConceptCountRow) -> ConceptView:
        below = [view(child) for child in children[row.slug]]
        missing = [title for one in below for title in one.missing]
        return ConceptView(
            row.slug,
            row.title,
            row.questions + sum(one.questions for one in below),
            row.met + sum(one.met for one in below),
            [one for one in below if one.questions],
            missing + [one.title for one in below if not one.questions],
        )

    return sorted((view(root) for root in children[""]), key=lambda root: -root.questions)
