"""What an edit does to figures: facility, recall, mastery, calibration, trails."""

import pytest
from sqlalchemy import select

from quizapp.core.analysis.recall import (
    Tally,
    first_of_days,
    last_tries,
    right_by_confidence,
    tallies,
)
from quizapp.core.bank.revision import ChangeClass
from quizapp.core.learner import Learner
from quizapp.core.scheduling.rating import Confidence
from quizapp.db import write
from quizapp.db.models.banks import Bank, Item
from quizapp.db.queries.facility import FacilityRow, facility_by_item
from quizapp.db.queries.progress import answers_given
from quizapp.db.queries.today import done_today
from quizapp.services.study import Pace, plan_today, start_practice
from tests.factories import BANK
from tests.services.editing import KEY, MATERIAL, WORDING, edited, load
from tests.services.study_room import RIGHT, WRONG, StudyRoom, acting


def facility(room: StudyRoom, ref: str) -> FacilityRow:
    with acting(room.app, write.Mode.READ) as session:
        bank_id = session.scalars(select(Bank.id).where(Bank.slug == "small")).one()
        item_id = session.scalars(
            select(Item.id).where(Item.ref == ref, Item.bank_id == bank_id)
        ).one()
        return facility_by_item(session, bank_id)[item_id]


def answer(room: StudyRoom, who: Learner, ref: str, *, is_right: bool) -> int:
    sid = room.sit(who, ref)
    picks = (RIGHT if is_right else WRONG)[ref]
    room.answer(who, sid, 1, *picks, confidence=Confidence.CERTAIN)
    room.clock.forward(minutes=1)
    return sid


@pytest.mark.db
def test_facility_is_the_share_right_among_first_answers(room: StudyRoom) -> None:
    alice, bob, charlie = (room.person(name) for name in ("Alice", "Bob", "Charlie"))
    load(room.app, BANK.replace("bank: small", "bank: noise"), origin="noise.md")
    assert facility(room, "s-2").facility is None
    for is_right in (False, True, True):
        answer_in_small(room, alice, is_right=is_right)
    answer_in_small(room, bob, is_right=True)
    room.undo(charlie, answer_in_small(room, charlie, is_right=True))
    found = facility(room, "s-2")
    assert (found.learners, found.right, found.facility) == (2, 1, 0.5)
    assert facility(room, "s-1").learners == 0


def answer_in_small(room: StudyRoom, who: Learner, *, is_right: bool) -> int:
    with acting(room.app) as session:
        query = select(Item.id).join(Bank, Bank.id == Item.bank_id)
        item_id = session.scalars(query.where(Bank.slug == "small", Item.ref == "s-2")).one()
        sid = start_practice(session, who, [(item_id, "")], now=room.clock())
    room.answer(who, sid, 1, *(RIGHT if is_right else WRONG)["s-2"])
    room.clock.forward(minutes=1)
    return sid


@pytest.mark.parametrize(("change", "learners"), [(WORDING, 2), (MATERIAL, 1), (KEY, 1)])
def test_a_series_ends_with_a_key_or_a_material_change(
    room: StudyRoom, change: ChangeClass, learners: int
) -> None:
    alice, bob = room.person("Alice"), room.person("Bob")
    answer(room, alice, "s-2", is_right=True)
    answer(room, bob, "s-2", is_right=False)
    load(room.app, edited(BANK, "s-2", change), at=room.clock())
    room.clock.forward(minutes=1)
    answer(room, alice, "s-2", is_right=change != KEY)
    found = facility(room, "s-2")
    assert (found.learners, found.series) == (learners, 1 if change == WORDING else 2)
    assert found.right == 1


@pytest.mark.db
def test_answers_to_a_corrected_key_leave_the_figures(room: StudyRoom) -> None:
    alice = room.person("Alice")
    for ref in ("s-1", "s-2"):
        for _ in range(2):
            answer(room, alice, ref, is_right=True)
            room.tomorrow()
    assert figures(room, alice) == ([1, 1], 2, {Confidence.CERTAIN: Tally(4, 4)})
    load(room.app, edited(BANK, "s-2", KEY), at=room.clock())
    room.clock.forward(minutes=1)
    assert figures(room, alice) == ([1], 1, {Confidence.CERTAIN: Tally(2, 2)})
    answer(room, alice, "s-2", is_right=False)  # which is right now
    assert figures(room, alice) == ([1], 2, {Confidence.CERTAIN: Tally(3, 3)}), (
        "the first answer to the new key recalls nothing"
    )


def figures(room: StudyRoom, who: Learner) -> tuple[list[int], int, dict[Confidence, Tally]]:
    """Return reviews a day, cards with a last try, and right answers by confidence."""
    with acting(room.app, write.Mode.READ) as session:
        answers = answers_given(session, who.user_id)
    firsts = first_of_days(answers)
    reviews = tallies((one.on, one.is_recalled) for one, came_back in firsts if came_back)
    return (
        [tally.n for tally in reviews.values()],
        len(last_tries(firsts)),
        right_by_confidence(answers),
    )


def test_a_question_corrected_today_is_in_todays_plan_though_it_was_answered(
    room: StudyRoom,
) -> None:
    alice = room.person("Alice")
    answer(room, alice, "s-2", is_right=True)
    load(room.app, edited(BANK, "s-2", KEY), at=room.clock())
    room.clock.forward(minutes=1)
    pace = Pace(minutes_a_day=2, new_per_day=0)
    with acting(room.app, write.Mode.READ) as session:
        plan = plan_today(session, alice, pace, now=room.clock())
        done = done_today(session, alice.user_id, plan.today)
    assert [card.key for card in plan.cards] == [(room.item_id("s-2"), "")]
    assert (done.cards, done.seconds > 0) == (1, True), "the time it took is spent"
