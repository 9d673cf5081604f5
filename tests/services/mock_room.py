"""Alice and Bob at a mock exam: what a test does with its services."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from random import Random

from flask import Flask
from sqlalchemy import select

from quizapp.core.exams.timing import Accommodations
from quizapp.core.learner import Learner
from quizapp.db import write
from quizapp.db.models.banks import Item, ItemRevision
from quizapp.db.models.exams import Attempt, AttemptItem
from quizapp.db.queries.attempts import AttemptRow, attempt_by_id
from quizapp.services.attempt_steps import Choice
from quizapp.services.mock import (
    close_section,
    go_on,
    pause_attempt,
    save_choice,
    start_attempt,
)
from quizapp.services.mock_answers import open_answers
from quizapp.services.recording import Given
from tests.answers import right
from tests.factories import load_text
from tests.mock_bank import mock_bank
from tests.services.study_room import StudyRoom, acting

PACE = 72.0
LENGTH = 25
STANDARD = Accommodations()


@dataclass
class MockRoom:
    """One app on a database with a bank that fills a mock exam of 25."""

    room: StudyRoom

    def __post_init__(self) -> None:
        with self.room.app.app_context():
            assert not load_text(mock_bank(), origin="mock.md").problems

    @property
    def app(self) -> Flask:
        return self.room.app

    def now(self) -> datetime:
        return self.room.clock()

    def start(
        self,
        who: Learner,
        conditions: Accommodations = STANDARD,
        *,
        length: int = LENGTH,
        seed: int = 1,
    ) -> int:
        with acting(self.app) as session:
            return start_attempt(
                session,
                who.user_id,
                length,
                conditions,
                pace=PACE,
                rng=Random(seed),  # noqa: S311 - a draw, no secret
                now=self.now(),
            )

    def sitting(self, who: Learner, attempt_id: int) -> AttemptRow:
        with acting(self.app, write.Mode.READ) as session:
            found = attempt_by_id(session, who.user_id, attempt_id)
        assert found is not None
        return found

    def item(self, attempt_id: int, n: int) -> AttemptItem:
        with acting(self.app, write.Mode.READ) as session:
            return session.get_one(AttemptItem, (attempt_id, n))

    def attempt(self, attempt_id: int) -> Attempt:
        with acting(self.app, write.Mode.READ) as session:
            return session.get_one(Attempt, attempt_id)

    def right(self, attempt_id: int, n: int) -> Given:
        item = self.item(attempt_id, n)
        with acting(self.app, write.Mode.READ) as session:
            return right(session.get_one(ItemRevision, (item.item_id, item.revision)).body)

    def place_of(self, attempt_id: int, ref: str) -> int:
        """Return the place of the item `ref`, which has to be among those drawn."""
        query = (
            select(AttemptItem.n)
            .join(Item, Item.id == AttemptItem.item_id)
            .where(AttemptItem.attempt_id == attempt_id, Item.ref == ref)
        )
        with acting(self.app, write.Mode.READ) as session:
            return session.scalars(query).one()

    def save(
        self,
        who: Learner,
        attempt_id: int,
        n: int,
        given: Given | None = None,
        *,
        seen_at: datetime | None = None,
        is_flagged: bool | None = None,
        after: float = 30,
    ) -> None:
        """Look at question `n` for `after` seconds, then save `given`, or the right answer."""
        shown_at = self.now()
        self.room.clock.forward(seconds=after)
        given = self.right(attempt_id, n) if given is None else given
        choice = Choice(n, given, shown_at, seen_at, is_flagged)
        with acting(self.app) as session:
            save_choice(session, who.user_id, attempt_id, choice, now=self.now())

    def answer(self, who: Learner, attempt_id: int, places: Sequence[int]) -> None:
        for n in places:
            self.save(who, attempt_id, n)

    def close(self, who: Learner, attempt_id: int, section: int) -> None:
        with acting(self.app) as session:
            close_section(session, who.user_id, attempt_id, section, now=self.now())

    def finish(self, who: Learner, attempt_id: int) -> None:
        self.close(who, attempt_id, 1)
        self.close(who, attempt_id, 2)

    def pause(self, who: Learner, attempt_id: int) -> None:
        with acting(self.app) as session:
            pause_attempt(session, who.user_id, attempt_id, None, now=self.now())

    def go_on(self, who: Learner, attempt_id: int) -> None:
        with acting(self.app) as session:
            go_on(session, who.user_id, attempt_id, now=self.now())

    def open(self, who: Learner, attempt_id: int) -> int:
        with acting(self.app) as session:
            return open_answers(session, who, attempt_id, now=self.now())
