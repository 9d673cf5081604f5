"""A learner's record in a test: a life to be told, and forgetting it."""

import json
from typing import Any

from sqlalchemy import delete

from quizapp.core.learner import Learner
from quizapp.db import write
from quizapp.db.base import Base, table_of
from quizapp.db.models.study import Card
from quizapp.services.record import export_record
from quizapp.services.record_import import import_record
from quizapp.services.record_tables import PARTS
from tests.services.study_room import StudyRoom, acting


def told(room: StudyRoom, who: Learner) -> str:
    """Return the export."""
    with acting(room.app, write.Mode.READ) as session:
        return export_record(session, who.user_id)


def told_as(room: StudyRoom, who: Learner) -> dict[str, Any]:
    record: dict[str, Any] = json.loads(told(room, who))
    return record


def forget(room: StudyRoom, who: Learner) -> None:
    """Take all that a learner did away; the account stays."""
    with acting(room.app) as session:
        models: list[type[Base]] = [Card, *(part.model for part in PARTS.values())]
        for model in models:
            table = table_of(model)
            session.execute(delete(table).where(table.c.user_id == who.user_id))
        session.commit()


def take_in(room: StudyRoom, who: Learner, text: str, *, is_mine: bool = False) -> int:
    with acting(room.app) as session:
        return import_record(session, who.user_id, text, is_mine=is_mine)
