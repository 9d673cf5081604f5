"""Every card follows from the log: checked, and mended where it does not."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import delete, update

from quizapp.core.learner import Learner
from quizapp.core.scheduling.rating import Confidence, Rating
from quizapp.db import write
from quizapp.db.models.study import Card
from quizapp.services.study_log import RebuildResult, check_cards, rebuild_cards
from tests.services.study_room import RIGHT, WRONG, StudyRoom, acting


def studied(room: StudyRoom) -> tuple[Learner, Learner]:
    """Let Alice and Bob study some days with misses, guesses, grades and undone answers."""
    alice, bob = room.person("Alice"), room.person("Bob", zone="Asia/Tokyo")
    for day in range(6):
        for who in (alice, bob):
            sid = room.sit(who, "s-1", "s-3", "s-4", "s-5")
            answers = WRONG if day % 3 == 0 else RIGHT
            confidence = (None, Confidence.GUESSING, Confidence.CERTAIN)[day % 3]
            room.answer(who, sid, 1, *answers["s-1"], confidence=confidence)
            room.clock.forward(minutes=1)
            room.answer(who, sid, 2, "goals")
            room.undo(who, sid)
            room.answer(who, sid, 2, *RIGHT["s-3"])
            room.guess(who, sid, 2)
            room.clock.forward(minutes=1)
            room.answer(who, sid, 3, rating=list(Rating)[day % 4])
        room.tomorrow(1 + day)
    return alice, bob


def check(room: StudyRoom) -> RebuildResult:
    with acting(room.app, write.Mode.READ) as session:
        return check_cards(session)


@pytest.mark.db
def test_cards_follow_from_the_log(room: StudyRoom) -> None:
    studied(room)
    result = check(room)
    assert (result.cards, result.answers, result.differing) == (6, 36, ())


def test_an_empty_log_has_no_cards(room: StudyRoom) -> None:
    assert check(room) == RebuildResult(0, 0, ())


@pytest.mark.parametrize(
    "change",
    [
        {"stability": 1234.5},
        {"due_on": date(2030, 1, 1)},
        {"reps": 99},
        {"missed_count": 0, "missed_at": None},
        {"right_days": 3},
        {"lapsed_on": None},
    ],
)
def test_a_card_that_was_tampered_with_is_found_and_mended(
    room: StudyRoom, change: dict[str, Any]
) -> None:
    alice, bob = studied(room)
    before = room.known_card(alice, "s-1")
    untouched = room.known_card(bob, "s-1")
    with acting(room.app) as session:
        mine = (Card.user_id == alice.user_id, Card.item_id == before.item_id)
        session.execute(update(Card).where(*mine).values(**change))
        session.commit()
    assert [(key.user_id, key.item_id) for key in check(room).differing] == [
        (alice.user_id, before.item_id)
    ]
    with acting(room.app) as session:
        assert len(rebuild_cards(session).differing) == 1
    assert check(room).differing == ()
    assert values(room.known_card(alice, "s-1")) == values(before)
    assert values(room.known_card(bob, "s-1")) == values(untouched)


@pytest.mark.db
def test_a_card_that_is_gone_or_has_no_log_is_mended(room: StudyRoom) -> None:
    alice, bob = studied(room)
    before = room.known_card(alice, "s-3")
    with acting(room.app) as session:
        session.execute(
            delete(Card).where(Card.user_id == alice.user_id, Card.item_id == before.item_id)
        )
        stray = values(before) | {"user_id": bob.user_id, "item_id": room.item_id("s-6")}
        session.add(Card(**stray))
        session.commit()
    assert len(check(room).differing) == 2
    with acting(room.app) as session:
        rebuild_cards(session)
    assert values(room.known_card(alice, "s-3")) == values(before)
    assert room.card(bob, "s-6") is None
    assert check(room).differing == ()


def test_a_rebuild_keeps_what_the_log_does_not_know(room: StudyRoom) -> None:
    alice, _ = studied(room)
    with acting(room.app) as session:
        session.execute(
            update(Card)
            .where(Card.user_id == alice.user_id)
            .values(suspended_at=room.clock(), reps=77)
        )
        session.commit()
        rebuild_cards(session)
    card = room.known_card(alice, "s-1")
    assert (card.suspended_at, card.reps) == (room.clock(), 6)


def values(card: Card) -> dict[str, Any]:
    return {name: value for name, value in vars(card).items() if not name.startswith("_")}
