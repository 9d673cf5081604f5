"""Flag, note and set aside: kept once, by one learner, through undo and rebuild."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from quizapp.core.bank.model import Status
from quizapp.core.scheduling.rating import Rating
from quizapp.db import write
from quizapp.db.models.banks import Item
from quizapp.db.models.study import Card
from quizapp.db.queries.marks import flagged_cards, marked_counts, marked_rows
from quizapp.services.errors import Invalid, NotFound
from quizapp.services.marks import LONGEST_NOTE
from quizapp.services.study import start_practice
from quizapp.services.study_log import rebuild_cards
from tests.services.marking import (
    bring_back,
    due,
    flag,
    known_mark,
    mark,
    new,
    note,
    put_aside,
)
from tests.services.study_room import RIGHT, WRONG, StudyRoom, acting

pytestmark = pytest.mark.db


def test_a_flag_twice_is_a_flag(room: StudyRoom) -> None:
    alice, bob = room.person("Alice"), room.person("Bob")
    flag(room, alice, "s-1")
    first = known_mark(room, alice, "s-1").flagged_at
    room.clock.forward(hours=1)
    flag(room, alice, "s-1")
    assert known_mark(room, alice, "s-1").flagged_at == first, "it keeps its day"
    flag(room, alice, "s-1", is_flagged=False)
    flag(room, alice, "s-1", is_flagged=False)
    assert known_mark(room, alice, "s-1").flagged_at is None
    assert mark(room, bob, "s-1") is None
    assert mark(room, alice, "s-2") is None


def test_the_marks_of_an_item_do_not_touch_each_other(room: StudyRoom) -> None:
    alice = room.person("Alice")
    note(room, alice, "s-1", "  She doubts\r\nthe task. ")
    flag(room, alice, "s-1")
    put_aside(room, alice, "s-1")
    flag(room, alice, "s-1", is_flagged=False)
    kept = known_mark(room, alice, "s-1")
    assert kept.note == "She doubts\nthe task."
    assert kept.noted_at == kept.suspended_at == room.clock()
    note(room, alice, "s-1", " ")
    kept = known_mark(room, alice, "s-1")
    assert (kept.note, kept.noted_at) == ("", None)
    assert kept.suspended_at == room.clock()


def test_a_note_has_a_longest_length(room: StudyRoom) -> None:
    alice = room.person("Alice")
    note(room, alice, "s-1", "x" * LONGEST_NOTE)
    with pytest.raises(Invalid, match="Shorten"):
        note(room, alice, "s-1", "x" * (LONGEST_NOTE + 1))
    assert len(known_mark(room, alice, "s-1").note) == LONGEST_NOTE


@pytest.mark.parametrize("act", [flag, put_aside, bring_back])
def test_only_what_is_there_can_be_marked(room: StudyRoom, act: type) -> None:
    alice = room.person("Alice")
    with pytest.raises(NotFound):
        act(room, alice, "s-99")
    with acting(room.app) as session:
        session.execute(update(Item).where(Item.ref == "s-1").values(status=Status.DRAFT))
        session.commit()
    with pytest.raises(NotFound):
        act(room, alice, "s-1")


def test_set_aside_is_not_asked_and_comes_back_on_its_day(room: StudyRoom) -> None:
    alice, bob = room.person("Alice"), room.person("Bob")
    one = room.item_id("s-1")
    for who in (alice, bob):
        room.answer(who, room.sit(who, "s-1"), 1, *WRONG["s-1"])
    due_on = room.known_card(alice, "s-1").due_on
    room.tomorrow()
    assert one in due(room, alice)
    put_aside(room, alice, "s-1")
    put_aside(room, alice, "s-1")
    assert one not in due(room, alice)
    assert one in due(room, bob), "somebody else's card is not touched"
    with pytest.raises(Invalid), acting(room.app) as session:
        start_practice(session, alice, [(one, "")], now=room.clock())
    assert len(room.log(alice)) == 1, "its history stays"
    bring_back(room, alice, "s-1")
    assert one in due(room, alice)
    assert room.known_card(alice, "s-1").due_on == due_on


def test_a_new_item_that_is_set_aside_is_not_offered(room: StudyRoom) -> None:
    alice, bob = room.person("Alice"), room.person("Bob")
    put_aside(room, alice, "s-5")
    assert room.item_id("s-5") not in new(room, alice)
    assert room.item_id("s-1") in new(room, alice)
    assert room.item_id("s-5") in new(room, bob)
    bring_back(room, alice, "s-5")
    assert room.item_id("s-5") in new(room, alice)


def test_all_gaps_of_an_item_are_set_aside(room: StudyRoom) -> None:
    alice = room.person("Alice")
    second = room.parts("s-5")[1]
    sid = room.sit(alice, "s-5")
    room.answer(alice, sid, 1, rating=Rating.AGAIN)
    put_aside(room, alice, "s-5")
    room.tomorrow()
    assert room.item_id("s-5") not in due(room, alice) | new(room, alice)
    assert room.known_card(alice, "s-5").suspended_at is not None
    assert room.card(alice, "s-5", second) is None
    bring_back(room, alice, "s-5")
    assert room.item_id("s-5") in due(room, alice) & new(room, alice)


def test_undo_and_rebuild_leave_it_aside(room: StudyRoom) -> None:
    alice = room.person("Alice")
    sid = room.sit(alice, "s-1", "s-2")
    room.answer(alice, sid, 1, *RIGHT["s-1"])
    put_aside(room, alice, "s-1")
    aside_at = room.known_card(alice, "s-1").suspended_at
    assert aside_at == room.clock()
    room.undo(alice, sid)
    assert room.card(alice, "s-1") is None, "no answer is left"
    room.clock.forward(minutes=5)
    room.answer(alice, sid, 1, *RIGHT["s-1"])
    assert room.known_card(alice, "s-1").suspended_at == aside_at
    with acting(room.app) as session:
        session.execute(update(Card).values(reps=7))
        session.commit()
    with acting(room.app) as session:
        assert len(rebuild_cards(session).differing) == 1
    card = room.known_card(alice, "s-1")
    assert (card.reps, card.suspended_at) == (1, aside_at)


def test_marked_lists(room: StudyRoom) -> None:
    alice, bob = room.person("Alice"), room.person("Bob")
    flag(room, bob, "s-3")
    flag(room, alice, "s-1")
    room.clock.at += timedelta(minutes=1)
    flag(room, alice, "s-2")
    note(room, alice, "s-2", "Any kind of helping.")
    put_aside(room, alice, "s-4")
    with acting(room.app, write.Mode.READ) as session:
        counts = marked_counts(session, alice.user_id)
        assert (counts.flagged, counts.noted, counts.aside) == (2, 1, 1)
        rows = marked_rows(session, alice.user_id, "flagged", offset=0, limit=20)
        assert [row.ref for row in rows] == ["s-2", "s-1"], "the latest first"
        assert [row.note for row in rows] == ["Any kind of helping.", ""]
        rows = marked_rows(session, alice.user_id, "flagged", offset=1, limit=1)
        assert [row.ref for row in rows] == ["s-1"]
        cards = flagged_cards(session, alice.user_id)
    assert set(cards) == {(room.item_id("s-1"), ""), (room.item_id("s-2"), "")}
