"""What is known of exams, and how much of them the banks cover, for everybody."""

from collections import Counter

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from quizapp.core.bank.model import Status
from quizapp.core.exams.model import Outline, from_json
from quizapp.db.models.banks import Exam, Item, ItemRevision

Places = Counter[tuple[str, str]]  # (topic, section as the item says it) → live questions


def outlines(db_session: Session) -> dict[str, Outline]:
    """Return every exam that is loaded, by its slug."""
    rows = db_session.execute(select(Exam.slug, Exam.outline).order_by(Exam.slug))
    return {row.slug: from_json(row.outline) for row in rows}


def exam_outline(db_session: Session, slug: str) -> Outline | None:
    """Return one exam, or None."""
    data = db_session.scalar(select(Exam.outline).where(Exam.slug == slug))
    return from_json(data) if data else None


def exam_titles(db_session: Session) -> list[tuple[str, str]]:
    """Return slug and title of every exam."""
    query = select(Exam.slug, Exam.title).order_by(Exam.slug)
    return [(row.slug, row.title) for row in db_session.execute(query)]


def questions_by_place(db_session: Session) -> Places:
    """Count the live questions by topic and section."""
    topic = ItemRevision.body["topic"].as_string()
    section = ItemRevision.body["section"].as_string()
    query = (
        select(topic, section, func.count())
        .join(Item, (ItemRevision.item_id == Item.id) & (ItemRevision.no == Item.live_revision))
        .where(Item.status == Status.LIVE)
        .group_by(topic, section)
    )
    return Counter({(row[0], row[1]): row[2] for row in db_session.execute(query)})
