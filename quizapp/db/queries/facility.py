"""How easy items are: the share of learners who got them right."""

from dataclasses import dataclass

from sqlalchemy import Integer, cast, func, select
from sqlalchemy.orm import Session, aliased

from quizapp.db.models.banks import Item, ItemRevision
from quizapp.db.models.study import Review
from quizapp.db.queries.log import stands

_Live = aliased(ItemRevision)


@dataclass(frozen=True, slots=True)
class FacilityRow:
    """Learners who have answered an item in its current series, and how many were right."""

    item_id: int
    series: int
    learners: int
    right: int

    @property
    def facility(self) -> float | None:
        """The share right; None before anybody has answered."""
        return self.right / self.learners if self.learners else None


def facility_by_item(db_session: Session, bank_id: int) -> dict[int, FacilityRow]:
    """Return the figures of every item of a bank, by item id.

    A learner counts once, by the first standing answer of the item's current series. A corrected
    key or a material change begins a new series; revisions that differ in wording are one.
    """
    first = func.row_number().over(
        partition_by=(Review.user_id, Review.item_id),
        order_by=(Review.answered_at, Review.answer_id),
    )
    answers = (
        select(Review.item_id, Review.is_right, first.label("place"))
        .join(Item, Item.id == Review.item_id)
        .join(_Live, (_Live.item_id == Item.id) & (_Live.no == Item.live_revision))
        .join(
            ItemRevision,
            (ItemRevision.item_id == Review.item_id) & (ItemRevision.no == Review.revision),
        )
        .where(Item.bank_id == bank_id, ItemRevision.series == _Live.series, stands())
        .subquery()
    )
    right = func.coalesce(func.sum(cast(answers.c.is_right, Integer)), 0)
    query = (
        select(Item.id, _Live.series, func.count(answers.c.item_id), right)
        .join(_Live, (_Live.item_id == Item.id) & (_Live.no == Item.live_revision))
        .outerjoin(answers, (answers.c.item_id == Item.id) & (answers.c.place == 1))
        .where(Item.bank_id == bank_id)
        .group_by(Item.id, _Live.series)
    )
    return {row[0]: FacilityRow(*row) for row in db_session.execute(query)}
