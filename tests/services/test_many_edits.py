"""160 edits of every class, with answers, guesses and undos in between.

After each of them every card follows from its log, no answer is lost or changed, and each
corrected key has reached those who were taught the old one, once: Today says what they answered,
what was taught and what is right, until they have read it.
"""

from collections.abc import Iterator

import pytest
from sqlalchemy import select

from quizapp.core.bank.revision import ChangeClass
from quizapp.core.learner import Learner
from quizapp.db import write
from quizapp.db.models.banks import Item
from quizapp.db.models.study import CardEdit, Correction, Review
from quizapp.db.queries.log import stands
from quizapp.services.study_log import check_cards
from tests.services.long_life import LongLife
from tests.services.notices import Reader
from tests.services.study_room import StudyRoom, acting
from tests.services.told_keys import Told, ToldKeys

EDITS = 160
STUDY_STEPS = 2  # between two edits
SELDOM = 20  # edits until somebody looks who does not look every time
CHANGES = ("Corrected", "Replaced", "Changed", "Text revised")
Rows = dict[tuple[object, ...], tuple[object, ...]]


def rows_of(room: StudyRoom, model: type[Review | CardEdit]) -> Rows:
    """Return what is in a table that only grows, by primary key."""
    table = model.__table__
    keys = [column.name for column in table.primary_key]
    with acting(room.app, write.Mode.READ) as session:
        rows = session.execute(select(table)).mappings()
        return {tuple(row[key] for key in keys): tuple(map(repr, row.values())) for row in rows}


def taught(room: StudyRoom) -> dict[str, set[int]]:
    """Return who has a standing answer to each item, by ref."""
    query = select(Item.ref, Review.user_id).join(Item, Item.id == Review.item_id)
    learners: dict[str, set[int]] = {}
    with acting(room.app, write.Mode.READ) as session:
        for ref, user_id in session.execute(query.where(stands())):
            learners.setdefault(ref, set()).add(user_id)
    return learners


def corrections(room: StudyRoom) -> list[tuple[str, int, int]]:
    query = select(Item.ref, Correction.user_id, Correction.revision, Item.live_revision)
    with acting(room.app, write.Mode.READ) as session:
        rows = session.execute(query.join(Item, Item.id == Correction.item_id))
        return [(ref, user_id, revision) for ref, user_id, revision, _ in rows]


def edits(life: LongLife) -> Iterator[tuple[int, set[tuple[str, int]]]]:
    """Load one change after the other; yield how many corrections there were, and the new ones."""
    room = life.room
    for _ in range(EDITS):
        for _ in range(STUDY_STEPS):
            life.study()
        before, count = taught(room), len(corrections(room))
        life.change()
        result = life.load()
        renamed = {new: old for old, new in result.renamed}
        expected = set()
        for one in result.changes:
            if one.change is ChangeClass.KEY:
                learners = before.get(renamed.get(one.ref, one.ref), set())
                assert one.told == len(learners)
                expected |= {(one.ref, user_id) for user_id in learners}
        yield count, expected


class Readers:
    """Alice and Bob read at once what they are told. Charlie looks seldom, and reads the half."""

    def __init__(self, life: LongLife) -> None:
        self.told = ToldKeys(life)
        self.often, self.seldom = life.people[:2], life.people[2]
        self.readers = {who: Reader(life.room.app, life.room.clock, who) for who in life.people}
        self.count = 0

    def look(self, new: set[Told], number: int) -> None:
        """Let everybody look who looks after edit `number`, which told `new`."""
        self.told.note_load(new)
        for who in self.often:
            if any(user_id == who.user_id for user_id, _, _ in new):
                self.read(who)
        if number % SELDOM == 0:
            self.read(self.seldom, every=2)

    def read(self, who: Learner, every: int = 1) -> None:
        """Compare Today and the stories with what has to be told; press "I have seen it"."""
        reader, expected = self.readers[who], self.told.expected(who)
        assert reader.notices() == expected
        for notice in list(expected.values())[::every]:
            self.find_in_story(reader, notice.item_id, notice.revision)
            reader.dismiss(notice)
            self.told.note_read(who, notice)
            self.count += 1
        assert reader.notices() == self.told.expected(who), "what was read does not come back"

    def find_in_story(self, reader: Reader, item_id: int, revision: int) -> None:
        with acting(reader.app, write.Mode.READ) as session:
            ref = session.scalars(select(Item.ref).where(Item.id == item_id)).one()
        story = reader.story("small", ref)
        told = next(place for place, one in enumerate(story) if one.startswith("Corrected"))
        assert story[told].startswith(self.told.corrected(item_id, revision))
        answers = [one for one in story[told:] if not one.startswith(CHANGES)]
        assert all("before the correction: it no longer counts" in one for one in answers)


@pytest.mark.slow
def test_a_long_life_of_a_bank(room: StudyRoom) -> None:
    life = LongLife(room, seed=20261122)
    life.load()
    readers = Readers(life)
    readers.look(set(), 0)
    kept: Rows = {}
    told: set[Told] = set()
    for number, (count, expected) in enumerate(edits(life), start=1):
        answers = rows_of(room, Review) | rows_of(room, CardEdit)
        assert {key: answers[key] for key in kept} == kept, "a row was lost or changed"
        kept = answers
        with acting(room.app, write.Mode.READ) as session:
            assert check_cards(session).differing == ()
            rows = session.scalars(select(Correction)).all()
            now_told = {(row.user_id, row.item_id, row.revision) for row in rows}
            refs = {item.id: item.ref for item in session.scalars(select(Item))}
        assert len(now_told) == count + len(expected)
        assert {(refs[item_id], user_id) for user_id, item_id, _ in now_told - told} == expected
        readers.look(now_told - told, number)
        told = now_told
    for who in life.people:
        readers.read(who)
    for word in (*ChangeClass, "retired", "withdrawn", "brought_back", "renamed", "undone"):
        assert life.done[word] >= 3, (word, life.done)
    assert life.done["answered"] > EDITS
    assert len(told) > 10
    assert readers.count > len(told) / 2
    assert room.rows(CardEdit) > 20
