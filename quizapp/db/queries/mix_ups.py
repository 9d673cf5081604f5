"""Which wrong options a learner chose, and what ideas they stand for."""

from collections.abc import Iterator

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from quizapp.db.models.banks import Item, ItemRevision
from quizapp.db.models.study import Review
from quizapp.db.queries.log import is_current, stands


def wrong_choices(db_session: Session, user_id: int) -> Iterator[tuple[str, str]]:
    """Yield (concept of the question, concept of a wrong option chosen), for every such choice."""
    query = (
        select(Item.concept, Review.chosen, ItemRevision.body["options"])
        .join(Item, Item.id == Review.item_id)
        .join(
            ItemRevision,
            and_(ItemRevision.item_id == Review.item_id, ItemRevision.no == Review.revision),
        )
        .where(
            Review.user_id == user_id,
            Review.is_right.is_(False),
            Item.concept != "",
            stands(),
            is_current(),
        )
    )
    for concept, chosen, options in db_session.execute(query):
        picked = {one["id"] for one in chosen}
        for option in options or ():
            if option["id"] in picked and not option["key"] and option["concept"]:
                yield concept, option["concept"]
