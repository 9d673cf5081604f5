"""Answers written straight into the log: weeks of study without the sessions."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import insert

from quizapp.core.learner import Learner
from quizapp.core.scheduling.rating import Rating
from quizapp.db.base import table_of
from quizapp.db.models.study import Review
from quizapp.services.study_log import rebuild_cards
from tests.factories import NOON
from tests.services.big_shelf import copy_item
from tests.services.study_room import StudyRoom, acting

TODAY = NOON.date()


def copies(room: StudyRoom, number: int, ref: str = "s-1", *, first: int = 0) -> list[int]:
    with acting(room.app) as session:
        ids = copy_item(session, number, ref, first=first)
        session.commit()
    return list(ids)


def study(
    room: StudyRoom,
    who: Learner,
    item_ids: Iterable[int],
    days_ago: Sequence[int],
    *,
    wrong: Iterable[int] = (),
    parts: Sequence[str] = ("",),
    **values: Any,
) -> None:
    """Write answers to the log, those of `wrong` items wrong, and make the cards from it."""
    missed = set(wrong)
    rows = [
        log_row(who, item_id, part, TODAY - timedelta(days=ago), is_right=item_id not in missed)
        for ago in days_ago
        for item_id in item_ids
        for part in parts
    ]
    write_log(room, [row | values for row in rows])
    with acting(room.app) as session:
        rebuild_cards(session)


def write_log(room: StudyRoom, rows: list[dict[str, Any]]) -> None:
    with acting(room.app) as session:
        session.execute(insert(table_of(Review)), rows)
        session.commit()


def log_row(who: Learner, item_id: int, part: str, on: date, *, is_right: bool) -> dict[str, Any]:
    at = datetime.combine(on, time(10), NOON.tzinfo)
    return {
        "user_id": who.user_id,
        "answer_id": f"{item_id}{part}-{on}",
        "item_id": item_id,
        "part": part,
        "revision": 1,
        "shown": ["a", "b", "c"],
        "chosen": [],
        "is_right": is_right,
        "score": float(is_right),
        "confidence": None,
        "rating": int(Rating.GOOD if is_right else Rating.AGAIN),
        "ms": 9000,
        "answered_at": at,
        "received_at": at,
        "study_on": on,
        "zone": who.zone,
        "source": "study",
        "session_id": None,
        "model": "made up",
        "reverses": None,
        "counts_for_memory": True,
        "is_fast": False,
    }
