"""What one test writes, the next does not find (ADR 0005)."""

import pytest
from flask import Flask
from sqlalchemy import func, select

from quizapp.db.base import db_session
from quizapp.db.models.accounts import User
from tests.factories import make_person


@pytest.mark.db
@pytest.mark.parametrize("turn", [1, 2])
def test_each_test_begins_with_the_same_database(app: Flask, turn: int) -> None:
    with app.app_context():
        before = db_session.scalar(select(func.count()).select_from(User))
    make_person(app, "Alice")
    with app.app_context():
        after = db_session.scalar(select(func.count()).select_from(User))
    assert (before, after) == (0, 1), f"turn {turn} found what another had left"
