"""Loads and answers at the same moment: nothing is lost, nobody is told twice or not at all."""

from collections.abc import Callable

import pytest
from sqlalchemy import select

from quizapp.core.bank.revision import ChangeClass
from quizapp.db import write
from quizapp.db.models.banks import Bank, BankLoad, Item, ItemRevision
from quizapp.db.models.study import CardEdit, Correction, Review
from quizapp.services.answers import AnswerResult
from quizapp.services.errors import Conflict
from quizapp.services.load_result import LoadResult
from tests.db.test_concurrency import together
from tests.factories import BANK
from tests.services.editing import KEY, MATERIAL, WORDING, edited, load
from tests.services.study_room import RIGHT, WRONG, StudyRoom, acting

pytestmark = pytest.mark.db
LEARNERS = 6
Action = Callable[[], AnswerResult | LoadResult]


def loading(room: StudyRoom, text: str) -> Action:
    return lambda: load(room.app, text, at=room.clock())


def test_the_same_text_loaded_by_four_at_once_is_loaded_once(room: StudyRoom) -> None:
    alice = room.person("Alice")
    room.answer(alice, room.sit(alice, "s-2"), 1, *RIGHT["s-2"])
    results = together(*[loading(room, edited(BANK, "s-2", KEY))] * 4)
    loads = [one for one in results if isinstance(one, LoadResult)]
    assert len(loads) == 4
    assert sorted(one.changed for one in loads) == [(), (), (), ("s-2",)]
    assert (room.rows(BankLoad), room.rows(ItemRevision)) == (2, 7)
    assert (room.rows(Correction), room.rows(CardEdit)) == (1, 1)
    assert room.cards_differing() == 0


def test_a_new_bank_loaded_by_four_at_once_is_one_bank(room: StudyRoom) -> None:
    text = BANK.replace("bank: small", "bank: other")
    results = together(*[loading(room, text)] * 4)
    assert {type(one) for one in results} == {LoadResult}
    assert (room.rows(Bank), room.rows(Item), room.rows(BankLoad)) == (2, 12, 2)


def test_two_texts_at_once_are_loaded_one_after_the_other(room: StudyRoom) -> None:
    alice = room.person("Alice")
    room.answer(alice, room.sit(alice, "s-2"), 1, *RIGHT["s-2"])
    together(loading(room, edited(BANK, "s-2", KEY)), loading(room, edited(BANK, "s-2", WORDING)))
    with acting(room.app, write.Mode.READ) as session:
        rows = session.scalars(select(ItemRevision).order_by(ItemRevision.no)).all()
        changes = [row.change for row in rows if row.item_id == room.item_id("s-2")]
    assert changes in (["", "key", "key"], ["", "wording", "key"])
    assert room.rows(Correction) == room.rows(CardEdit) == changes.count("key")
    assert room.cards_differing() == 0


@pytest.mark.parametrize("change", [KEY, MATERIAL])
def test_answers_while_a_load_changes_what_is_right(room: StudyRoom, change: ChangeClass) -> None:
    """Half of them know the question; each answer is either in time and told of, or refused."""
    actions: list[Action] = [loading(room, edited(BANK, "s-2", change))]
    for number in range(LEARNERS):
        who = room.person(f"Learner {number}")
        if number % 2:
            room.answer(who, room.sit(who, "s-2"), 1, *WRONG["s-2"])
        sid = room.sit(who, "s-2")
        shown = room.put(who, sid, 1)
        given = room.pick(shown, RIGHT["s-2"])
        actions.append(lambda who=who, shown=shown, given=given: room.give(who, shown, given))  # type: ignore[misc]
    room.clock.forward(minutes=1)
    results = together(*actions)
    stored = sum(isinstance(one, AnswerResult) for one in results)
    refused = sum(isinstance(one, Conflict) for one in results)
    assert stored + refused == LEARNERS
    assert room.rows(Review) == LEARNERS // 2 + stored
    if change == MATERIAL:
        assert refused == 0
    with acting(room.app, write.Mode.READ) as session:
        answered = set(session.scalars(select(Review.user_id)))
        told = set(session.scalars(select(Correction.user_id)))
    assert told == (answered if change == KEY else set())
    assert room.cards_differing() == 0
