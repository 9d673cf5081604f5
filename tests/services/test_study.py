"""Starting a session: what is put into it, and how fast with ten thousand cards due."""

import time

import pytest

from quizapp.core.learner import Learner
from quizapp.core.scheduling.rating import Rating
from quizapp.db import write
from quizapp.db.models.banks import Item
from quizapp.services.errors import Invalid
from quizapp.services.study import (
    MOST_CARDS,
    PRACTICE_CARDS,
    Pace,
    plan_today,
    start_practice,
    start_session,
)
from tests.services.big_shelf import copy_item, owe
from tests.services.study_room import RIGHT, WRONG, StudyRoom, acting

ALL_PARTS = 7  # of the small bank: six items, one of them with two gaps
USUAL = Pace(minutes_a_day=20, new_per_day=10)


def begin(
    room: StudyRoom,
    who: Learner,
    pace: Pace = USUAL,
    *,
    minutes: int | None = None,
    is_extra: bool = False,
) -> int:
    with acting(room.app) as session:
        return start_session(
            session, who, pace, minutes=minutes, is_extra=is_extra, now=room.clock()
        )


@pytest.mark.db
def test_a_session_fixes_its_cards_and_ends_the_older_one(room: StudyRoom) -> None:
    alice, bob = room.person("Alice"), room.person("Bob")
    first, bobs = begin(room, alice), begin(room, bob)
    second = begin(room, alice)
    assert [room.is_open(sid) for sid in (first, bobs, second)] == [False, True, True]
    places = room.places(second)
    assert [place.n for place in places] == list(range(1, len(places) + 1))
    assert all(place.answer_id is None for place in places)
    keys = {(place.item_id, place.part) for place in places}
    assert len(keys) == len(places)


def test_gaps_of_one_sentence_come_on_different_days(room: StudyRoom) -> None:
    alice = room.person("Alice")
    places = room.places(begin(room, alice))
    assert sum(place.item_id == room.item_id("s-5") for place in places) == 1


@pytest.mark.parametrize(("new_per_day", "expected"), [(0, 0), (1, 1), (3, 3)])
def test_new_questions_are_paced(room: StudyRoom, new_per_day: int, expected: int) -> None:
    alice = room.person("Alice")
    pace = Pace(20, new_per_day)
    if not expected:
        with pytest.raises(Invalid):
            begin(room, alice, pace)
        return
    sid = begin(room, alice, pace)
    assert len(room.places(sid)) == expected
    for place in room.places(sid):
        ref = ref_of(room, place.item_id)
        rating = None if ref in RIGHT else Rating.GOOD
        room.answer(alice, sid, place.n, *RIGHT.get(ref, ()), rating=rating)
    with pytest.raises(Invalid):
        begin(room, alice, pace)
    room.tomorrow()
    new_ones = [n for n in planned(room, alice, pace) if n]
    assert len(new_ones) == min(expected, ALL_PARTS - expected)


def test_minutes_of_the_day_are_the_limit_unless_more_is_asked_for(room: StudyRoom) -> None:
    alice = room.person("Alice")
    short = Pace(minutes_a_day=1, new_per_day=10)
    few = len(room.places(begin(room, alice, short)))
    usual = len(room.places(begin(room, alice)))
    assert 1 <= few < usual
    assert len(room.places(begin(room, alice, short, is_extra=True))) == usual


def test_five_minutes_are_fewer_cards_than_all(room: StudyRoom) -> None:
    alice = room.person("Alice")
    five, everything = begin(room, alice, minutes=1), begin(room, alice)
    assert 1 <= len(room.places(five)) < len(room.places(everything))


def test_due_cards_come_before_new_ones(room: StudyRoom) -> None:
    alice = room.person("Alice")
    room.answer(alice, room.sit(alice, "s-6"), 1, *WRONG["s-6"])
    room.tomorrow()
    with acting(room.app, write.Mode.READ) as session:
        plan = plan_today(session, alice, USUAL, now=room.clock())
    assert plan.cards[0].key == (room.item_id("s-6"), "")
    assert not plan.cards[0].is_new
    assert all(card.is_new for card in plan.cards[1:])


def test_practice_takes_the_cards_it_is_given(room: StudyRoom) -> None:
    alice = room.person("Alice")
    with pytest.raises(Invalid), acting(room.app) as session:
        start_practice(session, alice, [], now=room.clock())
    many = [(room.item_id("s-1"), "")] * (PRACTICE_CARDS + 5)
    with acting(room.app) as session:
        sid = start_practice(session, alice, many, now=room.clock())
    assert len(room.places(sid)) == PRACTICE_CARDS


def test_ten_thousand_due_cards_start_a_session_quickly(room: StudyRoom) -> None:
    alice, bob = room.person("Alice"), room.person("Bob")
    with acting(room.app) as session:
        ids = copy_item(session, 10_000)
        owe(session, alice, ids)
        owe(session, bob, ids[:100])
        session.commit()
    began = time.process_time()
    sid = begin(room, alice, Pace(minutes_a_day=240, new_per_day=10))
    took = time.process_time() - began
    assert 50 < len(room.places(sid)) <= MOST_CARDS
    assert took < 5, f"{took:.1f} s of CPU"
    shown = room.put(alice, sid, 1)
    assert room.give(alice, shown, room.pick(shown, RIGHT["s-1"])).is_right


def planned(room: StudyRoom, who: Learner, pace: Pace) -> list[bool]:
    """Return for each card planned whether it is new."""
    with acting(room.app, write.Mode.READ) as session:
        return [card.is_new for card in plan_today(session, who, pace, now=room.clock()).cards]


def ref_of(room: StudyRoom, item_id: int) -> str:
    with acting(room.app, write.Mode.READ) as session:
        return session.get_one(Item, item_id).ref
