"""An app with banks and people on it, for looking at pages; whoever is asked for is made then."""

from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cache, cached_property

from flask import Flask
from sqlalchemy import func, select

from quizapp.db.base import db_session
from quizapp.db.models.study import Correction, StudySession
from quizapp.db.queries.banks import bank_titles
from quizapp.services.editors import set_editor
from quizapp.services.recording import Given
from quizapp.web import tokens
from tests.browser.people import (
    Answering,
    Key,
    Library,
    Person,
    always_right,
    always_wrong,
    library,
    make,
    mostly_right,
    writing,
)
from tests.factories import FakeClock

DAYS_OF_STUDY = 16
A_SESSION = 20  # questions


@dataclass(eq=False)  # told apart by identity, so that it can be a key
class Stage:
    app: Flask
    clock: FakeClock
    url: str = ""

    @cached_property
    def library(self) -> Library:
        return library(self.app)

    @cached_property
    def newcomer(self) -> Person:
        """Has an account and has not answered anything."""
        return make(self.app, self.clock, "nina@example.org", name="Nina")

    @cached_property
    def admin(self) -> Person:
        """Runs the site."""
        return make(self.app, self.clock, "ada@example.org", role="admin")

    @cached_property
    def educator(self) -> Person:
        """Owns every bank there is."""
        educator = make(self.app, self.clock, "edith@example.org", role="educator", name="Edith")
        with writing(self.app) as session:
            for slug in bank_titles(session):
                set_editor(session, slug, "edith@example.org", "owner", now=self.clock())
        return educator

    @cached_property
    def guest(self) -> Person:
        """Answered the landing question, wrongly, and stopped."""
        guest = self.make_guest()
        guest.answer_next(guest.start(self.library.of("single")[:5]), always_wrong)
        return guest

    @cached_property
    def learner(self) -> Person:
        """Studied every day for weeks, and has cards due today."""
        learner = make(self.app, self.clock, "maya@example.org", name="Maya")
        learner.study_days(DAYS_OF_STUDY, mostly_right)
        return learner

    @cached_property
    def rested(self) -> Person:
        """Has done the whole of today's plan."""
        rested = make(self.app, self.clock, "remy@example.org")
        rested.study_days(1, always_right, last_days_ago=0)
        return rested

    @cached_property
    def struggler(self) -> Person:
        """Missed every question there is, certain of each answer."""
        return self.having_missed(len(self.library.items))

    @cached_property
    def mender(self) -> Person:
        """Missed two questions and had them right the day after."""
        mender, now = make(self.app, self.clock, "mia@example.org"), self.clock()
        for days_ago, answering in ((2, always_wrong), (1, always_right)):
            self.clock.at = now - timedelta(days=days_ago)
            mender.finish(mender.start(list(self.library.items)[:2]), answering)
        self.clock.at = now
        return mender

    @cached_property
    def corrected(self) -> Person:
        """Missed four questions, and is told of a corrected key of each.

        A real correction would change these questions for everybody else on the stage, so what
        was taught and what is right are one revision here.
        """
        person = make(self.app, self.clock, "cora@example.org")
        kinds = ("single", "cloze", "order", "match")
        keys = [self.library.of(kind)[0] for kind in kinds]
        person.finish(person.start(keys), always_wrong)
        with writing(self.app) as session:
            for item_id, _ in keys:
                told = Correction(item_id=item_id, revision=1, old_revision=1)
                told.user_id, told.created_at = person.learner.user_id, self.clock()
                session.add(told)
            session.commit()
        return person

    @cached_property
    def guest_of_five(self) -> tuple[Person, int]:
        """A guest who has finished a first session, not all of it right; and the session's id."""
        guest = self.make_guest()
        keys = [self.library.of(kind)[0] for kind in ("flashcard", "cloze", "truefalse", "multi")]
        session_id = guest.start([*keys, self.library.of("single")[0]])
        guest.answer_next(session_id, always_wrong)
        guest.finish(session_id, always_right)
        return guest, session_id

    @cache  # noqa: B019 - there is one stage
    def having_missed(self, count: int) -> Person:
        """Return somebody who missed the first `count` questions, and has seen no other."""
        person = make(self.app, self.clock, f"sam{count}@example.org")
        keys, now = list(self.library.items)[:count], self.clock()
        # Each answer reads its whole session, so that one long one would take ten times as long.
        for first in range(0, count, A_SESSION):
            session_id = person.start(keys[first : first + A_SESSION])
            while person.answer_next(session_id, always_wrong) is not None:
                pass
        self.clock.at = now
        return person

    def make_guest(self) -> Person:
        return make(self.app, self.clock)

    def facing(self, key: Key) -> tuple[Person, int]:
        """Return a guest whose open session of three shows `key` second, and the session's id."""
        guest = self.make_guest()
        others = [other for other in self.library.of("single") if other != key]
        session_id = guest.start([others[0], key, others[1]])
        guest.answer_next(session_id, always_right)
        return guest, session_id

    def answered(self, key: Key, given: Given | Answering) -> tuple[Person, int]:
        """Return somebody who was shown `key` second and answered `given`."""
        guest, session_id = self.facing(key)
        guest.answer_next(session_id, given)
        return guest, session_id

    def last_session(self, person: Person) -> int:
        """Return the id of the session that the person opened last."""
        query = select(func.max(StudySession.id)).where(
            StudySession.user_id == person.learner.user_id
        )
        with self.app.app_context():
            return db_session.scalar(query) or 0

    def reseal(self, token: str) -> str:
        """Return the page token of the same question, as a second tab has it."""
        with self.app.app_context():
            return tokens.seal(replace(tokens.unseal(token), answer_id="another-tab"))
