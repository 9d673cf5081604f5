"""Alice marks a question of the small bank: short ways to the services."""

from quizapp.core.learner import Learner
from quizapp.core.scheduling.queue import Candidate
from quizapp.db import write
from quizapp.db.models.study import ItemMark
from quizapp.db.queries.queue import day_candidates, new_candidates
from quizapp.services.marks import bring_back_item, flag_item, save_note, suspend_item
from tests.services.study_room import StudyRoom, acting

BANK = "small"


def flag(room: StudyRoom, who: Learner, ref: str, *, is_flagged: bool = True) -> None:
    with acting(room.app) as session:
        flag_item(session, who.user_id, BANK, ref, is_flagged=is_flagged, now=room.clock())


def note(room: StudyRoom, who: Learner, ref: str, text: str) -> None:
    with acting(room.app) as session:
        save_note(session, who.user_id, BANK, ref, text, now=room.clock())


def put_aside(room: StudyRoom, who: Learner, ref: str) -> None:
    with acting(room.app) as session:
        suspend_item(session, who.user_id, BANK, ref, now=room.clock())


def bring_back(room: StudyRoom, who: Learner, ref: str) -> None:
    with acting(room.app) as session:
        bring_back_item(session, who.user_id, BANK, ref)


def mark(room: StudyRoom, who: Learner, ref: str) -> ItemMark | None:
    with acting(room.app, write.Mode.READ) as session:
        return session.get(ItemMark, (who.user_id, room.item_id(ref)))


def known_mark(room: StudyRoom, who: Learner, ref: str) -> ItemMark:
    found = mark(room, who, ref)
    assert found is not None
    return found


def due(room: StudyRoom, who: Learner) -> set[int]:
    """Return the items with a card due on or before the learner's today."""
    with acting(room.app, write.Mode.READ) as session:
        return _items(day_candidates(session, who.user_id, who.study_on(room.clock()))[0])


def new(room: StudyRoom, who: Learner) -> set[int]:
    """Return the items with a part never seen."""
    with acting(room.app, write.Mode.READ) as session:
        return _items(new_candidates(session, who.user_id))


def _items(cards: list[Candidate]) -> set[int]:
    return {card.key[0] for card in cards}
