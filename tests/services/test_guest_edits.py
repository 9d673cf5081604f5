"""A guest's corrections, and what edits did to the guest's cards, move into the account."""

import pytest
from sqlalchemy import select

from quizapp.core.learner import Learner
from quizapp.db import write
from quizapp.db.models.study import CardEdit, Correction
from quizapp.services.corrections import mark_correction_seen
from quizapp.services.errors import NotFound
from tests.factories import BANK
from tests.services.editing import KEY, edited, load
from tests.services.study_room import RIGHT, StudyRoom, acting
from tests.services.test_signin import alice_with_account, enter, guest_with_answer

pytestmark = pytest.mark.db


def correct(room: StudyRoom) -> None:
    room.clock.forward(minutes=5)
    load(room.app, edited(BANK, "s-1", KEY), at=room.clock())
    room.clock.forward(minutes=5)


def corrections(room: StudyRoom) -> list[tuple[int, bool]]:
    with acting(room.app, write.Mode.READ) as session:
        return [
            (row.user_id, row.seen_at is not None) for row in session.scalars(select(Correction))
        ]


def read_it(room: StudyRoom, who: Learner) -> None:
    with acting(room.app) as session:
        mark_correction_seen(session, who, room.item_id("s-1"), 2, now=room.clock())


def test_the_guest_alone_was_taught_the_old_key(room: StudyRoom) -> None:
    alice = alice_with_account(room)
    guest = guest_with_answer(room, *RIGHT["s-1"])
    correct(room)
    enter(room, guest_id=guest.user_id)
    assert corrections(room) == [(alice.user_id, False)]
    assert room.known_card(alice, "s-1").due_on == alice.study_on(room.clock())
    assert room.cards_differing() == 0
    read_it(room, alice)
    assert corrections(room) == [(alice.user_id, True)]


def test_what_both_have_is_kept_once(room: StudyRoom) -> None:
    alice = alice_with_account(room)
    room.answer(alice, room.sit(alice, "s-1"), 1, *RIGHT["s-1"])
    guest = guest_with_answer(room, *RIGHT["s-1"])
    correct(room)
    assert room.rows(CardEdit) == room.rows(Correction) == 2
    read_it(room, alice)
    enter(room, guest_id=guest.user_id)
    assert corrections(room) == [(alice.user_id, True)], "she is not told twice"
    assert room.rows(CardEdit) == 1
    assert room.known_card(alice, "s-1").reps == 2
    assert room.cards_differing() == 0


def test_an_answer_to_the_new_key_stays_after_the_edit(room: StudyRoom) -> None:
    alice = alice_with_account(room)
    guest = guest_with_answer(room, *RIGHT["s-1"])
    correct(room)
    room.answer(alice, room.sit(alice, "s-1"), 1, *RIGHT["s-1"])
    enter(room, guest_id=guest.user_id)
    card = room.known_card(alice, "s-1")
    assert (card.reps, card.missed_count) == (2, 1), "what was right before is wrong now"
    assert room.cards_differing() == 0


def test_nobody_reads_for_somebody_else(room: StudyRoom) -> None:
    alice = alice_with_account(room)
    guest = guest_with_answer(room, *RIGHT["s-1"])
    correct(room)
    with pytest.raises(NotFound):
        read_it(room, alice)
    assert corrections(room) == [(guest.user_id, False)]
