"""Being told of a corrected key, once."""

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from quizapp.core.learner import Learner
from quizapp.db.models.study import Correction
from quizapp.services.errors import NotFound


def mark_correction_seen(
    db_session: Session, learner: Learner, item_id: int, revision: int, *, now: datetime
) -> None:
    """Note that the learner has read of an item's corrections up to `revision`.

    Pressed twice it keeps the first time. Raises NotFound when there is none for this learner.
    """
    mine = (
        Correction.user_id == learner.user_id,
        Correction.item_id == item_id,
        Correction.revision <= revision,
    )
    if db_session.scalar(select(Correction.item_id).where(*mine).limit(1)) is None:
        raise NotFound("There is no such correction, or it is not yours.")
    db_session.execute(
        update(Correction).where(*mine, Correction.seen_at.is_(None)).values(seen_at=now)
    )
    db_session.commit()
