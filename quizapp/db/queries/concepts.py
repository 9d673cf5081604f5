"""The concept tree with what the banks ask about it."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from quizapp.core.bank.model import Status
from quizapp.db.models.banks import Concept, Item
from quizapp.db.models.study import Card


@dataclass(frozen=True, slots=True)
class ConceptCountRow:
    """A concept with its live questions; `met` are those that the viewer has answered."""

    slug: str
    title: str
    parent: str
    questions: int
    met: int


def concept_counts(db_session: Session, user_id: int | None) -> list[ConceptCountRow]:
    """Return every concept by title; a question counts for its first concept."""
    met = select(Card.item_id).where(Card.user_id == user_id).distinct().subquery()
    query = (
        select(
            Concept.slug,
            Concept.title,
            Concept.parent,
            func.count(Item.id),
            func.count(met.c.item_id),
        )
        .outerjoin(Item, and_(Item.concept == Concept.slug, Item.status == Status.LIVE))
        .outerjoin(met, met.c.item_id == Item.id)
        .group_by(Concept.slug, Concept.title, Concept.parent)
        .order_by(Concept.title)
    )
    return [ConceptCountRow(*row) for row in db_session.execute(query)]


def concept_groups(db_session: Session) -> dict[str, str]:
    """Return each concept's slug -> the short title of the topmost concept it belongs to."""
    rows = db_session.execute(select(Concept.slug, Concept.short, Concept.parent)).all()
    shorts = {row.slug: row.short for row in rows}
    paths = _paths({row.slug: row.parent for row in rows})
    return {slug: shorts[path[-1]] for slug, path in paths.items()}


def concept_paths(db_session: Session) -> dict[str, list[str]]:
    """Return each concept's slug -> the slugs of itself and of all above it, the topmost last."""
    rows = db_session.execute(select(Concept.slug, Concept.parent))
    return _paths({row.slug: row.parent for row in rows})


def _paths(parents: Mapping[str, str]) -> dict[str, list[str]]:
    paths = {}
    for slug in parents:
        path = [slug]
        while (above := parents[path[-1]]) in parents and above not in path:
            path.append(above)
        paths[slug] = path
    return paths
