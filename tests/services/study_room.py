"""Alice, Bob and Charlie at their desks: what a test does with the study services."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import count
from typing import Any

from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from quizapp.core.bank.model import Kind
from quizapp.core.learner import Learner
from quizapp.core.scheduling.rating import Confidence, Rating
from quizapp.db import write
from quizapp.db.base import Base, db_session
from quizapp.db.models.accounts import User
from quizapp.db.models.banks import Item, ItemRevision
from quizapp.db.models.study import Card, Review, StudySession, StudySessionCard
from quizapp.services.answers import AnswerResult, answer_item, mark_guessed, undo_answer
from quizapp.services.recording import Given, Shown
from quizapp.services.study import start_practice
from quizapp.services.study_log import check_cards
from tests.answers import shown_ids
from tests.factories import NOON, FakeClock

RIGHT = {
    "s-1": ("goals, tasks",),
    "s-2": ("True",),
    "s-3": ("goals", "tasks"),
    "s-6": ("Ask",),
    "k-1": ("Emotional-Bond!",),
    "k-2": ("36,5",),
    "k-3": ("Notice", "Bring", "Explore", "Renegotiate"),
    "k-4": ("therapeutic", "working", "helping", "goals"),
}
WRONG = {
    "s-1": ("empathy",),
    "s-2": ("False",),
    "s-3": ("weather",),
    "s-6": ("Refer",),
    "k-1": ("rapport",),
    "k-2": ("37",),
    "k-3": ("Renegotiate", "Explore", "Bring", "Notice"),
    "k-4": ("working", "helping", "goals", "empathy"),
}


@contextmanager
def acting(app: Flask, mode: write.Mode = write.Mode.WRITE) -> Iterator[Session]:
    """A database session of one action, as a request has it; dropped at the end."""
    with app.app_context(), write.mode(mode):
        yield db_session


@dataclass
class StudyRoom:
    """The app, its clock, and short ways to study. `at` of a call defaults to the clock."""

    app: Flask
    clock: FakeClock
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def new_id(self) -> str:
        """Return an answer id; later ones do not sort later, as nothing may rely on it."""
        return f"{next(self._numbers) * 7919 % 10007:05d}-{next(self._numbers)}"

    def person(self, name: str, *, zone: str = "UTC", day_start_hour: int = 4) -> Learner:
        """Make an account without the cost of a password."""
        with acting(self.app) as session:
            user = User(
                email=f"{name.lower()}@example.org",
                name=name,
                is_guest=False,
                zone=zone,
                day_start_hour=day_start_hour,
                prefs={},
                created_at=NOON,
            )
            session.add(user)
            session.commit()
            return Learner(user.id, zone, day_start_hour)

    def user_named(self, name: str) -> User:
        """Return the only user of that name."""
        with acting(self.app, write.Mode.READ) as session:
            return session.scalars(select(User).where(User.name == name)).one()

    def item_id(self, ref: str) -> int:
        with acting(self.app, write.Mode.READ) as session:
            return session.scalars(select(Item.id).where(Item.ref == ref)).one()

    def body(self, ref: str) -> dict[str, Any]:
        """Return the live body of an item."""
        live = (ItemRevision.item_id == Item.id) & (ItemRevision.no == Item.live_revision)
        with acting(self.app, write.Mode.READ) as session:
            query = select(ItemRevision.body).join(Item, live).where(Item.ref == ref)
            body: dict[str, Any] = session.scalars(query).one()
            return body

    def body_of(self, shown: Shown) -> dict[str, Any]:
        """Return the body of the revision that was shown."""
        with acting(self.app, write.Mode.READ) as session:
            return session.get_one(ItemRevision, (shown.item_id, shown.revision)).body

    def sit(self, who: Learner, *refs: str) -> int:
        """Open a session with the given items in this order; a cloze by its first gap."""
        keys = [(self.item_id(ref), self.parts(ref)[0]) for ref in refs]
        with acting(self.app) as session:
            return start_practice(session, who, keys, now=self.clock())

    def parts(self, ref: str) -> list[str]:
        return [gap["id"] for gap in self.body(ref)["gaps"]] or [""]

    def put(
        self, who: Learner, sid: int, n: int, *, answer_id: str = "", seconds_ago: float = 20
    ) -> Shown:
        """Show the question at place `n`, as the page's token keeps it."""
        with acting(self.app, write.Mode.READ) as session:
            place = session.get_one(StudySessionCard, (sid, n))
            item = session.get_one(Item, place.item_id)
            body = session.get_one(ItemRevision, (item.id, item.live_revision)).body
            return Shown(
                user_id=who.user_id,
                session_id=sid,
                n=n,
                item_id=item.id,
                part=place.part,
                revision=item.live_revision,
                order=shown_ids(body),
                shown_at=self.clock() - timedelta(seconds=seconds_ago),
                answer_id=answer_id or self.new_id(),
            )

    def pick(
        self, shown: Shown, texts: Sequence[str], confidence: Confidence | None = None
    ) -> Given:
        """Pick what begins with `texts`, in the revision that was shown; or type the text.

        Steps are put in the order of `texts`; of a match they are the answers, row by row.
        """
        with acting(self.app, write.Mode.READ) as session:
            body = session.get_one(ItemRevision, (shown.item_id, shown.revision)).body
        if body["kind"] in {Kind.TYPED, Kind.NUMERIC}:
            return Given(text=texts[0], confidence=confidence)
        parts = [*body["options"], *body["steps"], *body["rights"]]
        ids = [part["id"] for text in texts for part in parts if part["text"].startswith(text)]
        assert len(ids) == len(texts), (texts, parts)
        if body["kind"] == Kind.MATCH:
            lefts = (left["id"] for left in body["lefts"])
            return Given(matches=tuple(zip(lefts, ids, strict=True)), confidence=confidence)
        return Given(tuple(ids), confidence)

    def give(self, who: Learner, shown: Shown, given: Given) -> AnswerResult:
        with acting(self.app) as session:
            return answer_item(session, who, shown, given, now=self.clock())

    def answer(
        self,
        who: Learner,
        sid: int,
        n: int,
        *texts: str,
        confidence: Confidence | None = None,
        rating: Rating | None = None,
        after: float = 20,
    ) -> AnswerResult:
        """Show place `n` and answer it `after` so many seconds, by first words or by a grade."""
        shown = self.put(who, sid, n, seconds_ago=after)
        given = Given(rating=rating) if rating else self.pick(shown, texts, confidence)
        return self.give(who, shown, given)

    def undo(self, who: Learner, sid: int) -> int:
        with acting(self.app) as session:
            return undo_answer(session, who, sid, new_id=self.new_id(), now=self.clock())

    def guess(self, who: Learner, sid: int, n: int, *, is_guess: bool = True) -> None:
        new_id, now = self.new_id(), self.clock()
        with acting(self.app) as session:
            mark_guessed(session, who, sid, n, is_guess=is_guess, new_id=new_id, now=now)

    def card(self, who: Learner, ref: str, part: str | None = None) -> Card | None:
        key = (who.user_id, self.item_id(ref), self.parts(ref)[0] if part is None else part)
        with acting(self.app, write.Mode.READ) as session:
            return session.get(Card, key)

    def known_card(self, who: Learner, ref: str) -> Card:
        card = self.card(who, ref)
        assert card is not None, f"no card of {ref}"
        return card

    def log(self, who: Learner) -> list[Review]:
        """Return the learner's log rows in the order of their arrival."""
        query = select(Review).where(Review.user_id == who.user_id)
        with acting(self.app, write.Mode.READ) as session:
            return list(session.scalars(query.order_by(Review.received_at, Review.answered_at)))

    def places(self, sid: int) -> list[StudySessionCard]:
        query = select(StudySessionCard).where(StudySessionCard.session_id == sid)
        with acting(self.app, write.Mode.READ) as session:
            return list(session.scalars(query.order_by(StudySessionCard.n)))

    def is_open(self, sid: int) -> bool:
        with acting(self.app, write.Mode.READ) as session:
            return session.get_one(StudySession, sid).ended_at is None

    def rows(self, model: type[Base]) -> int:
        with acting(self.app, write.Mode.READ) as session:
            return session.scalar(select(func.count()).select_from(model)) or 0

    def cards_differing(self) -> int:
        """Return how many cards are not what the log says."""
        with acting(self.app, write.Mode.READ) as session:
            return len(check_cards(session).differing)

    def tomorrow(self, days: int = 1) -> datetime:
        """Move the clock to noon of a later day."""
        self.clock.at = (self.clock.at + timedelta(days=days)).replace(hour=12, minute=0)
        return self.clock.at


def same_place(shown: Shown, answer_id: str) -> Shown:
    """Return the same question as another tab has it."""
    return replace(shown, answer_id=answer_id)
