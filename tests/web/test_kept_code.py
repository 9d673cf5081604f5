"""An answer sent after one was signed out waits for the code of the second factor, too."""

from typing import Any

import pyotp
import pytest
from flask import Flask

from quizapp.db.models.study import Review
from tests.factories import Person, make_person
from tests.services.study_room import StudyRoom
from tests.web.test_kept import SIGNED_OUT, carried, keep, sign_out_elsewhere
from tests.web.test_second_factor import set_up
from tests.web.visitor import Visitor


@pytest.fixture
def room(app: Flask) -> StudyRoom:
    return StudyRoom(app, app.config["CLOCK"])


@pytest.fixture
def alice(app: Flask) -> Person:
    return make_person(app, "Alice")


def test_the_answer_waits_for_the_second_factor_too(
    app: Flask, alice: Person, room: StudyRoom
) -> None:
    secret, _ = set_up(app, alice)
    browser = Visitor(app)
    browser.get("/login")
    browser.send("/login", email=alice.email, password=alice.password)
    browser.get("/login/code")
    browser.send("/login/code", code=pyotp.TOTP(secret).at(room.clock()))
    sid = browser.start()
    while not browser.question(sid):
        browser.answer_next(sid)
    before = room.rows(Review)
    fields = keep_after_sign_out(browser, room, sid)
    who = {"email": alice.email, "password": alice.password, "keep": "on"}
    asked = browser.send("/login/kept", **fields, **who)
    assert asked.status_code == SIGNED_OUT
    assert "Your answer is kept" in asked.text
    fields = carried(asked.text)
    assert fields.pop("keep") == "on"
    wrong = browser.send("/login/kept", **fields, code="000000")
    assert wrong.status_code == 422
    assert room.rows(Review) == before
    room.clock.forward(seconds=60)
    code = pyotp.TOTP(secret).at(room.clock())
    assert browser.send("/login/kept", **carried(wrong.text), code=code).status_code == 303
    assert room.rows(Review) == before + 1


def keep_after_sign_out(browser: Visitor, room: StudyRoom, sid: int) -> dict[str, Any]:
    sign_out_elsewhere(room)
    return keep(browser, sid)
