"""What an edit of each class does to an item of each kind: schedule, statistics, history, notice.

One load edits every kind at once, so that a mistake in one would show in the others too.
"""

from dataclasses import dataclass, fields
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from quizapp.core.analysis.misses import MissFilter
from quizapp.core.bank.revision import ChangeClass
from quizapp.core.learner import Learner
from quizapp.core.scheduling.memory import review
from quizapp.core.scheduling.rating import Rating
from quizapp.core.scheduling.replay import CardState
from quizapp.db import write
from quizapp.db.models.banks import Item, ItemRevision
from quizapp.db.models.study import Card, CardEdit, Correction, Review
from quizapp.db.queries.facility import FacilityRow, facility_by_item
from quizapp.db.queries.history import missed_rows, missed_total
from quizapp.services.load_result import LoadResult
from tests.services.editing import (
    COSMETIC,
    IDENTITY,
    KEY,
    MATERIAL,
    REFS,
    SELF_GRADED,
    TEXT,
    WORDING,
    edited,
    load,
)
from tests.services.study_room import RIGHT, WRONG, StudyRoom, acting

STATE = [field.name for field in fields(CardState)]
Values = dict[str, Any]


@dataclass
class Edited:
    """A class of ten items before and after an edit of each. Alice missed all of them, Bob and
    the suspended Eve were right, Charlie took everything back, Dora has not begun.
    """

    room: StudyRoom
    people: dict[str, Learner]
    ids: dict[str, int]
    cards: dict[tuple[str, str], Values]
    reviews: list[Values]
    result: LoadResult
    today: date

    def card(self, name: str, ref: str) -> Values:
        return card_values(self.room, self.people[name], self.ids[ref])

    def facility(self) -> dict[int, FacilityRow]:
        with acting(self.room.app, write.Mode.READ) as session:
            bank_id = session.scalars(select(Item.bank_id).limit(1)).one()
            return facility_by_item(session, bank_id)


def study(room: StudyRoom, who: Learner, *, is_right: bool) -> int:
    sid = room.sit(who, *REFS)
    for n, ref in enumerate(REFS, start=1):
        if ref in SELF_GRADED:
            room.answer(who, sid, n, rating=Rating.GOOD if is_right else Rating.AGAIN)
        else:
            room.answer(who, sid, n, *(RIGHT if is_right else WRONG)[ref])
        room.clock.forward(minutes=1)
    return sid


def edit_all(room: StudyRoom, change: ChangeClass, refs: tuple[str, ...] = REFS) -> Edited:
    """Let everybody study two days, then load an edit of that class for each item."""
    load(room.app, TEXT)
    people = {name: room.person(name) for name in ("Alice", "Bob", "Charlie", "Dora", "Eve")}
    for is_right in (True, False):
        study(room, people["Alice"], is_right=is_right)
        study(room, people["Bob"], is_right=True)
        room.tomorrow()
    study(room, people["Eve"], is_right=True)
    undone = study(room, people["Charlie"], is_right=True)
    for _ in REFS:
        room.undo(people["Charlie"], undone)
    with acting(room.app) as session:
        for card in session.scalars(select(Card).where(Card.user_id == people["Eve"].user_id)):
            card.suspended_at = room.clock()
        session.commit()
    room.tomorrow()
    ids = {ref: room.item_id(ref) for ref in REFS}
    cards = {
        (name, ref): card_values(room, people[name], ids[ref])
        for name in ("Alice", "Bob", "Eve")
        for ref in REFS
    }
    text, before = TEXT, reviews(room)
    for ref in refs:
        text = edited(text, ref, change)
    result = load(room.app, text, at=room.clock(), because="The source says so.")
    assert not result.is_refused, result.problems
    today = people["Alice"].study_on(room.clock())
    return Edited(room, people, ids, cards, before, result, today)


def card_values(room: StudyRoom, who: Learner, item_id: int) -> Values:
    query = select(Card).where(Card.user_id == who.user_id, Card.item_id == item_id)
    with acting(room.app, write.Mode.READ) as session:
        card = session.scalars(query).one()
        return {name: getattr(card, name) for name in (*STATE, "suspended_at", "taught_revision")}


def reviews(room: StudyRoom) -> list[Values]:
    columns = [column.key for column in Review.__mapper__.columns]
    with acting(room.app, write.Mode.READ) as session:
        rows = session.scalars(select(Review).order_by(Review.user_id, Review.answer_id))
        return [{name: getattr(row, name) for name in columns} for row in rows]


def live(room: StudyRoom, ref: str) -> ItemRevision:
    same = (ItemRevision.item_id == Item.id) & (ItemRevision.no == Item.live_revision)
    with acting(room.app, write.Mode.READ) as session:
        return session.scalars(select(ItemRevision).join(Item, same).where(Item.ref == ref)).one()


def told(room: StudyRoom) -> list[tuple[int, int, int, int]]:
    with acting(room.app, write.Mode.READ) as session:
        rows = session.scalars(select(Correction).order_by(Correction.user_id, Correction.item_id))
        return [(row.user_id, row.item_id, row.revision, row.old_revision) for row in rows]


def check_history(done: Edited) -> None:
    """Nothing that was stored has changed, and every card follows from the log."""
    assert reviews(done.room) == done.reviews
    assert done.room.cards_differing() == 0


@pytest.mark.parametrize("change", [WORDING, COSMETIC])
def test_a_small_edit_moves_nothing(room: StudyRoom, change: ChangeClass) -> None:
    done = edit_all(room, change)
    check_history(done)
    assert [(one.ref, one.change) for one in done.result.changes] == [
        (ref, change) for ref in (*REFS[:6], *REFS[6:])
    ]
    for (name, ref), before in done.cards.items():
        assert done.card(name, ref) == before, (name, ref)
    for ref in REFS:
        revision = live(room, ref)
        assert (revision.no, revision.change, revision.series) == (2, change, 1), ref
    assert room.rows(CardEdit) == 0
    assert told(room) == []
    # Bob, Eve and at first Alice were right: the segments before and after are one.
    assert {(row.learners, row.right) for row in done.facility().values()} == {(3, 3)}


def test_a_material_edit_keeps_the_memory_and_asks_within_a_day(room: StudyRoom) -> None:
    done = edit_all(room, MATERIAL)
    check_history(done)
    for (name, ref), before in done.cards.items():
        after = done.card(name, ref)
        expected = before | {
            "due_on": min(before["due_on"], done.today + timedelta(days=1)),
            "last_answered_at": room.clock(),
        }
        assert after == expected, (name, ref)
    assert any(
        before["due_on"] > done.today + timedelta(days=1) for before in done.cards.values()
    ), "or nothing was moved"
    for ref in REFS:
        assert (live(room, ref).change, live(room, ref).series) == (MATERIAL, 2), ref
    assert room.rows(CardEdit) == 3 * len(REFS)
    assert told(room) == []
    assert {(row.learners, row.facility) for row in done.facility().values()} == {(0, None)}


def test_a_corrected_key_is_learned_anew_and_told(room: StudyRoom) -> None:
    done = edit_all(room, KEY)
    check_history(done)
    first = review(None, Rating.AGAIN, done.today)
    for (name, ref), before in done.cards.items():
        after = done.card(name, ref)
        if ref == "s-5":  # its first gap was right, and stands beside a wrong one
            assert (after["stability"], after["missed_at"]) == (
                before["stability"],
                before["missed_at"],
            )
            assert after["due_on"] <= done.today + timedelta(days=1)
            continue
        expected = before | {
            "stability": first.stability,
            "difficulty": first.difficulty,
            "last_on": done.today,
            "due_on": done.today,
            "lapses": 0,
            "lapsed_on": None,
            "last_answered_at": room.clock(),
            "missed_at": None,
            "missed_count": 0,
            "right_days": 0,
            "right_on": None,
        }
        assert after == expected, (name, ref)
    for ref in REFS:
        now = live(room, ref)
        assert (now.change, now.series, now.why) == (KEY, 2, "The source says so."), ref
    names = ("Alice", "Bob", "Eve")
    assert told(room) == sorted(
        (done.people[name].user_id, done.ids[ref], 2, 1) for name in names for ref in REFS
    )
    assert {(one.ref, one.told) for one in done.result.changes} == {(ref, 3) for ref in REFS}
    assert {(row.learners, row.facility) for row in done.facility().values()} == {(0, None)}
    assert missed_refs(done, "Alice") == ["s-5"], "only the gap that was right can be missed"


def missed_refs(done: Edited, name: str) -> list[str]:
    """Return the refs on somebody's missed list."""
    user_id = done.people[name].user_id
    with acting(done.room.app, write.Mode.READ) as session:
        rows = missed_rows(session, user_id, MissFilter())
        assert missed_total(session, user_id, MissFilter()) == len(rows)
    return [row.ref for row in rows]


def test_a_new_question_under_an_old_id_is_another_item(room: StudyRoom) -> None:
    done = edit_all(room, IDENTITY)
    check_history(done)
    assert done.result.retired == done.result.new == ()
    for (name, ref), before in done.cards.items():
        assert done.card(name, ref) == before, (name, ref)
    for ref in REFS:
        assert room.item_id(ref) != done.ids[ref]
        assert room.item_id(f"{ref}~1") == done.ids[ref]
        revision = live(room, ref)
        assert (revision.no, revision.change, revision.series) == (1, IDENTITY, 1), ref
        with acting(room.app, write.Mode.READ) as session:
            old = session.get_one(Item, done.ids[ref])
            assert (old.status, old.live_revision) == ("retired", 1)
    assert room.rows(CardEdit) == 0
    assert told(room) == []
    facility = done.facility()
    for ref in REFS:
        assert facility[done.ids[ref]].learners == 3, "it keeps its own"
        assert facility[room.item_id(ref)].learners == 0


@pytest.mark.db
@pytest.mark.parametrize("change", [KEY, MATERIAL])
def test_both_databases_move_the_same_cards(room: StudyRoom, change: ChangeClass) -> None:
    done = edit_all(room, change, ("s-1", "k-4"))
    check_history(done)
    assert room.rows(CardEdit) == 6
    assert len(told(room)) == (6 if change is KEY else 0)
    for ref in ("s-1", "k-4"):
        latest = done.today + timedelta(days=change is MATERIAL)
        assert done.card("Bob", ref)["due_on"] <= latest
    assert done.card("Bob", "s-2") == done.cards["Bob", "s-2"], "what was not edited stays"
