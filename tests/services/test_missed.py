"""The missed lists: states, filters, order, lucky guesses, the learner's own reason."""

from datetime import timedelta

import pytest

from quizapp.core.analysis.misses import MissFilter, MissList, MissOrder, MissReason
from quizapp.core.learner import Learner
from quizapp.core.scheduling.rating import Confidence
from quizapp.db import write
from quizapp.db.queries.history import missed_cards, missed_counts, missed_rows, missed_total
from quizapp.services.errors import Invalid, NotFound
from quizapp.services.marks import say_why_missed
from tests.services.study_room import RIGHT, WRONG, StudyRoom, acting

pytestmark = pytest.mark.db


def refs(
    room: StudyRoom, who: Learner, wanted: MissFilter, order: MissOrder = MissOrder.SURE
) -> list[str]:
    with acting(room.app, write.Mode.READ) as session:
        found = [row.ref for row in missed_rows(session, who.user_id, wanted, order)]
        assert missed_total(session, who.user_id, wanted) == len(found)
        cards = missed_cards(session, who.user_id, wanted)
        assert len(cards) == len(found)
    return found


def miss(room: StudyRoom, who: Learner, ref: str, confidence: Confidence | None = None) -> None:
    room.answer(who, room.sit(who, ref), 1, *WRONG[ref], confidence=confidence)


def test_certain_and_wrong_comes_first(room: StudyRoom) -> None:
    alice = room.person("Alice")
    miss(room, alice, "s-1", Confidence.CERTAIN)
    room.clock.forward(minutes=1)
    miss(room, alice, "s-2", Confidence.GUESSING)
    room.clock.forward(minutes=1)
    miss(room, alice, "s-3")
    assert refs(room, alice, MissFilter()) == ["s-1", "s-3", "s-2"]
    assert refs(room, alice, MissFilter(), MissOrder.LAST) == ["s-3", "s-2", "s-1"]
    assert refs(room, alice, MissFilter(is_certain=True)) == ["s-1"]
    assert refs(room, room.person("Bob"), MissFilter()) == []


def test_each_filter_narrows(room: StudyRoom) -> None:
    alice = room.person("Alice")
    miss(room, alice, "s-1")
    room.clock.forward(days=3)
    miss(room, alice, "s-2")
    today = alice.study_on(room.clock())
    assert refs(room, alice, MissFilter(since=today - timedelta(days=1))) == ["s-2"]
    assert refs(room, alice, MissFilter(bank="small")) == ["s-2", "s-1"]
    assert refs(room, alice, MissFilter(bank="another")) == []
    assert refs(room, alice, MissFilter(source="mock")) == []
    assert refs(room, alice, MissFilter(source="study")) == ["s-2", "s-1"]
    with acting(room.app) as session:
        say_why_missed(session, alice.user_id, "small", "s-1", MissReason.MISREAD)
    assert refs(room, alice, MissFilter(reason=MissReason.MISREAD)) == ["s-1"]
    with acting(room.app) as session:
        say_why_missed(session, alice.user_id, "small", "s-1", "")
    assert refs(room, alice, MissFilter(reason=MissReason.MISREAD)) == []


@pytest.mark.parametrize("reason", ["bad luck", "<script>", "x" * 10_000, "\u202e"])
def test_a_reason_is_one_of_those_offered(room: StudyRoom, reason: str) -> None:
    alice = room.person("Alice")
    with acting(room.app) as session, pytest.raises(Invalid, match="Choose one of the reasons"):
        say_why_missed(session, alice.user_id, "small", "s-1", reason)
    with acting(room.app) as session, pytest.raises(NotFound):
        say_why_missed(session, alice.user_id, "small", "s-99", MissReason.MISREAD)


def test_a_right_guess_is_a_list_of_its_own_until_it_is_known(room: StudyRoom) -> None:
    alice = room.person("Alice")
    lucky = MissFilter(MissList.LUCKY)
    room.answer(alice, room.sit(alice, "s-1"), 1, *RIGHT["s-1"], confidence=Confidence.GUESSING)
    assert refs(room, alice, lucky) == ["s-1"]
    assert refs(room, alice, MissFilter()) == []
    with acting(room.app, write.Mode.READ) as session:
        assert missed_counts(session, alice.user_id).lucky == 1
    room.clock.forward(days=1)
    room.answer(alice, room.sit(alice, "s-1"), 1, *RIGHT["s-1"], confidence=Confidence.CERTAIN)
    assert refs(room, alice, lucky) == []
