"""A sentence with several gaps: each is a card, and a study day asks for one of them."""

from flask import Flask

from quizapp.core.learner import Learner
from quizapp.core.scheduling.rating import Rating
from quizapp.services.study import Pace, start_session
from tests.factories import load_text
from tests.services.study_room import StudyRoom, acting

GAPS = """---
bank: gaps
title: Gaps
license: CC-BY-4.0
defaults: {exam: crcc-crc, topic: counseling-theories, section: C}
---
## [g-1] Twice the same
C: First come [goals], then [tasks]; without [Goals] no task makes sense, and a [bond] carries both.

The three of Bordin.

* Concept: three-parts
* Level: recall
"""
PACE = Pace(minutes_a_day=60, new_per_day=20)


def todays_gaps(room: StudyRoom, who: Learner) -> tuple[int, list[tuple[int, str]]]:
    """Start the day's session; return its id, and place and part of each gap in it."""
    with acting(room.app) as session:
        sid = start_session(session, who, PACE, minutes=None, is_extra=False, now=room.clock())
    item_id = room.item_id("g-1")
    return sid, [(place.n, place.part) for place in room.places(sid) if place.item_id == item_id]


def test_gaps_of_one_text_are_one_part_and_days_apart(app: Flask, room: StudyRoom) -> None:
    with app.app_context():
        load_text(GAPS, origin="gaps.md")
    alice = room.person("Alice")
    assert [gap["text"] for gap in room.body("g-1")["gaps"]] == ["goals", "tasks", "bond"]
    parts, asked = room.parts("g-1"), set()
    assert len(parts) == 3
    for _ in range(10):
        sid, gaps = todays_gaps(room, alice)
        assert len(gaps) <= 1
        for n, part in gaps:
            asked.add(part)
            room.answer(alice, sid, n, rating=Rating.GOOD)
        assert todays_gaps(room, alice)[1] == []
        room.tomorrow()
    assert asked == set(parts)
    assert room.cards_differing() == 0
