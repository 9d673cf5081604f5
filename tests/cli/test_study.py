"""`flask study rebuild`: equality is proved, a difference is found and mended."""

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import update

from quizapp.db.models.study import Card
from tests.factories import FakeClock
from tests.services.study_room import RIGHT, WRONG, StudyRoom, acting

pytestmark = pytest.mark.db


def run(app: Flask, *words: str) -> Result:
    return app.test_cli_runner().invoke(args=["study", "rebuild", *words])


def test_check_reports_equality_and_rebuild_mends(app: Flask, clock: FakeClock) -> None:
    room = StudyRoom(app, clock)
    alice, bob = room.person("Alice"), room.person("Bob")
    for who in (alice, bob):
        sid = room.sit(who, "s-1", "s-2")
        room.answer(who, sid, 1, *WRONG["s-1"])
        room.answer(who, sid, 2, *RIGHT["s-2"])
        room.undo(who, sid)
        room.answer(who, sid, 2, *RIGHT["s-2"])
    result = run(app, "--check")
    assert (result.exit_code, result.output.strip()) == (0, "4 answers, 4 cards, 0 differ")
    with acting(app) as session:
        session.execute(update(Card).where(Card.user_id == alice.user_id).values(reps=9))
        session.commit()
    result = run(app, "--check")
    assert (result.exit_code, result.output.strip()) == (1, "4 answers, 4 cards, 2 differ")
    assert room.known_card(alice, "s-1").reps == 9, "checking changes nothing"
    result = run(app)
    assert (result.exit_code, result.output.strip()) == (0, "4 answers, 4 cards, 2 rebuilt")
    assert run(app, "--check").exit_code == 0
    assert room.known_card(alice, "s-1").reps == 1


def test_an_empty_database_is_equal(app: Flask) -> None:
    result = run(app, "--check")
    assert (result.exit_code, result.output.strip()) == (0, "0 answers, 0 cards, 0 differ")
