"""Loading the concept tree."""

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from quizapp.core.bank.concepts import Concept as ConceptNode
from quizapp.core.bank.concepts import parse_concepts
from quizapp.core.bank.problems import Problem, ProblemLevel
from quizapp.db.models.banks import Concept


def load_concepts(db_session: Session, text: str) -> tuple[Problem, ...]:
    """Replace the concept tree by that of a concepts.yaml; with an error nothing is stored."""
    concepts, problems = parse_concepts(text)
    if any(problem.level is ProblemLevel.ERROR for problem in problems):
        return tuple(problems)
    rows = {
        row.slug: (row.title, row.short, row.parent) for row in db_session.scalars(select(Concept))
    }
    wanted = {node.slug: (node.title, node.short, node.parent) for node in concepts.values()}
    if rows != wanted:
        db_session.execute(delete(Concept))
        db_session.add_all(
            Concept(slug=slug, title=title, short=short, parent=parent)
            for slug, (title, short, parent) in wanted.items()
        )
    db_session.commit()
    return tuple(problems)


def stored_concepts(db_session: Session) -> dict[str, ConceptNode]:
    """Return the concept tree by slug."""
    return {
        row.slug: ConceptNode(row.slug, row.title, row.short, row.parent)
        for row in db_session.scalars(select(Concept))
    }
