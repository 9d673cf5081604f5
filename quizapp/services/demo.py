"""A database for demonstrations: made-up people with weeks of answers behind them."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from random import Random

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from quizapp.adapters.passwords import hash_password
from quizapp.core.access import Role
from quizapp.core.bank.length import words_to_read
from quizapp.core.bank.model import SELF_GRADED_KINDS, Kind, Status
from quizapp.core.learner import Learner
from quizapp.core.scheduling.queue import Candidate
from quizapp.core.scheduling.study_day import DAY_START_HOUR, study_day
from quizapp.core.simulation.persona import Persona, difficulty_of, leading_parts, someone
from quizapp.db.base import table_of
from quizapp.db.models.accounts import User
from quizapp.db.models.banks import Bank, Item, ItemRevision
from quizapp.db.models.study import Card, Review, StudySession, StudySessionCard
from quizapp.services.demo_cohort import add_demo_cohort
from quizapp.services.demo_history import History, Question, history_of
from quizapp.services.editors import own_new_bank
from quizapp.services.errors import Conflict, Invalid

PASSWORD = "made up for a demonstration"  # noqa: S105 - printed for everybody who runs it
LEADS = ("One day in", "Three weeks in", "Near the exam")
EDUCATOR = "demo-educator@example.org"


@dataclass(frozen=True, slots=True)
class DemoScale:
    """How much is made: days of answers, and learners beside the three who are named."""

    days: int = 60
    learners: int = 24
    seed: int = 1


@dataclass(frozen=True, slots=True)
class DemoResult:
    """What was made; `sign_ins` are (e-mail, what it shows)."""

    sign_ins: tuple[tuple[str, str], ...]
    learners: int
    sessions: int
    answers: int
    cards: int
    first_on: date
    last_on: date


def seed_demo(db_session: Session, scale: DemoScale, *, zone: str, now: datetime) -> DemoResult:
    """Fill a database that has no people with made-up ones; their answers end yesterday.

    All or nothing. The same scale, banks and day give the same rows, but for the salt of the
    password. Raises Conflict when anybody is there already, Invalid without questions.
    """
    _check_nobody_is_there(db_session)
    questions = _questions(db_session, scale.seed)
    if not questions:
        raise Invalid("There are no questions. Run `flask bank load content` first.")
    last_on = study_day(now, zone) - timedelta(days=1)
    personas = _personas(scale)
    users = _add_people(db_session, personas, zone, now)
    histories = []
    for user, persona in zip(users, personas, strict=True):
        learner = Learner(user.id, zone, DAY_START_HOUR)
        chance = Random(f"{scale.seed} {user.email}")  # noqa: S311 - made-up answers
        histories.append(history_of(learner, persona, questions, last_on, chance))
    sessions, answers = _store_sittings(db_session, users, histories)
    cards = _store_cards(db_session, users, histories, questions)
    db_session.commit()
    first_on = last_on - timedelta(days=max(persona.days for persona in personas) - 1)
    leads = zip((user.email or "" for user in users), LEADS, strict=False)
    sign_ins = (*leads, (EDUCATOR, "An educator"))
    return DemoResult(sign_ins, len(users), sessions, answers, cards, first_on, last_on)


def _check_nobody_is_there(db_session: Session) -> None:
    emails = db_session.scalars(select(User.email)).all()
    if EDUCATOR in emails:
        raise Conflict(
            "The demonstration is here already. To start anew, begin with an empty database: "
            "move the one in instance/ away, or name another in QUIZAPP_DATABASE."
        )
    if emails:
        raise Conflict(
            f"People use this database ({len(emails)}, guests included), so nothing was made up "
            "in it. Name an empty one in QUIZAPP_DATABASE."
        )


def _personas(scale: DemoScale) -> list[Persona]:
    chance = Random(f"{scale.seed} cohort")  # noqa: S311 - made-up people
    others = [someone(chance, scale.days) for _ in range(scale.learners)]
    return [*leading_parts(scale.days), *others]


def _questions(db_session: Session, seed: int) -> list[Question]:
    """Return every part of every live item in the order in which new ones are asked."""
    query = (
        select(Item, ItemRevision.body, Bank.slug)
        .join(Bank, Bank.id == Item.bank_id)
        .join(ItemRevision, ItemRevision.item_id == Item.id)
        .where(Item.status == Status.LIVE, ItemRevision.no == Item.live_revision)
        .order_by(Item.position, Item.bank_id)
    )
    return [
        Question(
            Candidate(
                key=(item.id, part),
                concept=item.concept,
                author=item.author,
                is_self_graded=Kind(item.kind) in SELF_GRADED_KINDS,
                siblings=frozenset(item.siblings),
                is_new=True,
            ),
            item.live_revision,
            body,
            words_to_read(body),
            difficulty_of(str(seed), f"{slug}/{item.ref}"),
        )
        for item, body, slug in db_session.execute(query)
        for part in item.parts
    ]


def _add_people(
    db_session: Session, personas: Sequence[Persona], zone: str, now: datetime
) -> list[User]:
    """Add the learners and the educator; return the learners with their ids."""
    password_hash = hash_password(PASSWORD)
    learners = [
        User(
            email=f"demo-{n}@example.org",
            name=LEADS[n - 1] if n <= len(LEADS) else f"Learner {n}",
            password_hash=password_hash,
            is_guest=False,
            zone=zone,
            new_per_day=persona.new_per_day,
            minutes_a_day=persona.minutes,
            created_at=now - timedelta(days=persona.days),
        )
        for n, persona in enumerate(personas, start=1)
    ]
    educator = User(
        email=EDUCATOR,
        name="Educator",
        password_hash=password_hash,
        role=Role.EDUCATOR,
        is_guest=False,
        zone=zone,
        created_at=now,
    )
    db_session.add_all([*learners, educator])
    db_session.flush()
    for bank_id in db_session.scalars(select(Bank.id)):
        own_new_bank(db_session, bank_id, educator.id, now)
    add_demo_cohort(db_session, educator.id, learners, now)
    return learners


def _store_sittings(
    db_session: Session, users: Sequence[User], histories: Sequence[History]
) -> tuple[int, int]:
    """Store sessions, their places and the log; return how many sessions and answers."""
    sittings = [
        (
            StudySession(
                user_id=user.id,
                source="study",
                started_on=sitting.started_on,
                started_at=sitting.started_at,
                ended_at=sitting.ended_at,
            ),
            sitting,
        )
        for user, history in zip(users, histories, strict=True)
        for sitting in history.sittings
    ]
    db_session.add_all(session for session, _ in sittings)
    db_session.flush()
    places, reviews = [], []
    for session, sitting in sittings:
        places += [place | {"session_id": session.id} for place in sitting.places]
        reviews += [row | {"session_id": session.id} for row in sitting.reviews]
    db_session.execute(insert(table_of(Review)), reviews)
    db_session.execute(insert(table_of(StudySessionCard)), places)
    return len(sittings), len(reviews)


def _store_cards(
    db_session: Session,
    users: Sequence[User],
    histories: Sequence[History],
    questions: Sequence[Question],
) -> int:
    revisions = {question.candidate.key: question.revision for question in questions}
    cards = [
        asdict(state)
        | {
            "user_id": user.id,
            "item_id": item_id,
            "part": part,
            "taught_revision": revisions[item_id, part],
            "suspended_at": None,
        }
        for user, history in zip(users, histories, strict=True)
        for (item_id, part), state in history.cards.items()
    ]
    db_session.execute(insert(table_of(Card)), cards)
    return len(cards)
