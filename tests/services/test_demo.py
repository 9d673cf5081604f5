"""The demonstration: believable figures, real answers, refusals, the same rows again."""

from datetime import date
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import delete, func, select

from quizapp.core.access import Role
from quizapp.core.scheduling.replay import DAYS_TO_PUT_RIGHT
from quizapp.db import write
from quizapp.db.base import Base, table_of
from quizapp.db.models.accounts import User
from quizapp.db.models.banks import Item
from quizapp.db.models.cohorts import Cohort, CohortMember
from quizapp.db.models.study import Card, Review, StudySession, StudySessionCard
from quizapp.services.demo import DemoResult, DemoScale, seed_demo
from quizapp.services.errors import Conflict, Invalid
from quizapp.services.study_log import check_cards
from tests.factories import NOON, make_person
from tests.services.study_room import acting

SMALL = DemoScale(days=12, learners=2)
YESTERDAY = date(2026, 11, 21)
PEOPLE = 3 + SMALL.learners


def seed(app: Flask, scale: DemoScale = SMALL) -> DemoResult:
    with acting(app) as session:
        return seed_demo(session, scale, zone="UTC", now=NOON)


def scalars(app: Flask, query: Any) -> list[Any]:
    with acting(app, write.Mode.READ) as session:
        return list(session.scalars(query))


def count(app: Flask, model: type[Base]) -> int:
    (number,) = scalars(app, select(func.count()).select_from(model))
    return int(number)


def rows(app: Flask) -> list[Any]:
    """Return all that was made, but for the salted password."""
    models = (User, StudySession, StudySessionCard, Review, Card)
    with acting(app, write.Mode.READ) as session:
        found = []
        for model in models:
            table = table_of(model)
            columns = [column for column in table.c if column.name != "password_hash"]
            query = select(*columns).order_by(*table.primary_key)
            found += [tuple(row) for row in session.execute(query)]
        return found


@pytest.mark.db
def test_it_says_what_it_made_and_every_card_follows_from_the_log(app: Flask) -> None:
    result = seed(app)
    assert result.learners == PEOPLE
    assert (result.first_on, result.last_on) == (date(2026, 11, 10), YESTERDAY)
    made = (count(app, StudySession), count(app, Review), count(app, Card))
    assert made == (result.sessions, result.answers, result.cards)
    assert count(app, StudySessionCard) == result.answers
    assert next(email for email, _ in result.sign_ins) == "demo-1@example.org"
    with acting(app, write.Mode.READ) as session:
        checked = check_cards(session)
    assert (checked.answers, checked.cards) == (result.answers, result.cards)
    assert checked.differing == ()


def test_the_educator_has_a_cohort_of_all_learners(app: Flask) -> None:
    seed(app)
    assert count(app, CohortMember) == PEOPLE
    (owner,) = scalars(app, select(User.role).join(Cohort, Cohort.owner_id == User.id))
    assert owner == Role.EDUCATOR
    named = scalars(app, select(CohortMember.user_id).where(CohortMember.shares_name))
    assert 0 < len(named) < PEOPLE


def test_histories_look_like_those_of_people(app: Flask) -> None:
    seed(app)
    days = scalars(app, select(Review.study_on).distinct())
    assert max(days) == YESTERDAY
    first_day = scalars(app, select(Review.study_on).where(Review.user_id == 1).distinct())
    assert first_day == [YESTERDAY]
    log = scalars(app, select(Review))
    right = sum(review.is_right for review in log) / len(log)
    said = sum(review.confidence is not None for review in log) / len(log)
    assert 0.4 < right < 0.95
    assert 0.2 < said < 0.6, "about half of those that are no cards"
    assert not any(review.is_fast for review in log)
    assert all(0 < review.ms < 180_000 for review in log)
    kinds = {"single", "truefalse", "multi", "flashcard", "cloze"}
    answered = {review.item_id for review in log}
    assert kinds <= set(scalars(app, select(Item.kind).where(Item.id.in_(answered))))
    picked = [review for review in log if review.chosen]
    assert all(one["text"] for review in picked for one in review.chosen)
    assert all(one["id"] in review.shown for review in picked for one in review.chosen)
    strong = scalars(app, select(Card).where(Card.user_id == 3, Card.missed_at.is_not(None)))
    assert any(card.right_days >= DAYS_TO_PUT_RIGHT for card in strong)


def test_the_same_seed_and_day_make_the_same_rows(app: Flask) -> None:
    seed(app)
    first = rows(app)
    with acting(app) as session:
        for model in (Card, Review, StudySession, User):
            session.execute(delete(model))
        session.commit()
    seed(app)
    assert rows(app) == first
    with acting(app) as session:
        for model in (Card, Review, StudySession, User):
            session.execute(delete(model))
        session.commit()
    seed(app, DemoScale(SMALL.days, SMALL.learners, seed=2))
    assert rows(app) != first


def test_it_is_made_once(app: Flask) -> None:
    seed(app)
    before = rows(app)
    with pytest.raises(Conflict, match="here already"):
        seed(app)
    assert rows(app) == before


def test_a_database_with_people_is_left_alone(app: Flask) -> None:
    make_person(app, "Alice")
    with pytest.raises(Conflict, match=r"People use this database \(1, guests included\)"):
        seed(app)
    assert count(app, User) == 1
    assert count(app, Review) == 0


def test_guests_are_people_too(app: Flask) -> None:
    with acting(app) as session:
        session.add(User(is_guest=True, created_at=NOON))
        session.commit()
    with pytest.raises(Conflict, match="guests included"):
        seed(app)


def test_without_questions_it_says_how_to_load_some(app: Flask) -> None:
    with acting(app) as session:
        session.execute(delete(Item))
        session.commit()
    with pytest.raises(Invalid, match="flask bank load content"):
        seed(app)
    assert count(app, User) == 0


def test_an_educator_is_among_them(app: Flask) -> None:
    seed(app)
    educators = scalars(app, select(User.email).where(User.role == Role.EDUCATOR))
    assert educators == ["demo-educator@example.org"]
