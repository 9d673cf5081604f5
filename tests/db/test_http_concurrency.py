"""Eight browsers at once through the pages: forms, CSRF, cookies and all."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier
from typing import TypeVar

import pytest
from flask import Flask

from quizapp.core.learner import Learner
from quizapp.db.models.accounts import User
from quizapp.db.models.study import Card, Review
from tests.factories import FakeClock, Person, make_person
from tests.services.study_room import StudyRoom
from tests.web.visitor import Visitor, options_of

pytestmark = pytest.mark.db
CLIENTS = 8
T = TypeVar("T")


@pytest.fixture
def room(app: Flask, clock: FakeClock) -> StudyRoom:
    return StudyRoom(app, clock)


def at_once(actions: list[Callable[[], T]]) -> list[T]:
    start = Barrier(len(actions))

    def run(action: Callable[[], T]) -> T:
        start.wait()
        return action()

    with ThreadPoolExecutor(len(actions)) as pool:
        return list(pool.map(run, actions))


def browsers(app: Flask, person: Person) -> list[Visitor]:
    made = [Visitor(app) for _ in range(CLIENTS)]
    for browser in made:
        browser.sign_in(person)
    return made


def test_eight_browsers_on_one_card(app: Flask, room: StudyRoom) -> None:
    tabs = browsers(app, make_person(app, "Alice"))
    sid = tabs[0].start()
    options = [tab.question(sid) for tab in tabs]

    def answer(tab: Visitor, shown: dict[str, str]) -> int:
        if not shown:
            return tab.answer(sid, grade="3").status_code
        return tab.answer(sid, next(iter(shown.values()))).status_code

    codes = at_once([partial(answer, tab, shown) for tab, shown in zip(tabs, options, strict=True)])
    assert Counter(codes) == {303: 1, 409: CLIENTS - 1}
    assert (room.rows(Review), room.rows(Card)) == (1, 1)
    assert room.cards_differing() == 0
    for tab in tabs:
        assert tab.client.get(f"/study/{sid}").status_code == 200, "each can go on"


def test_one_form_sent_ten_times_at_once(app: Flask, room: StudyRoom) -> None:
    alice = make_person(app, "Alice")
    browser = Visitor(app)
    browser.sign_in(alice)
    browser.get("/settings")
    user = room.user_named("")
    who = Learner(user.id, user.zone, user.day_start_hour)
    sid = room.sit(who, "s-1", "s-2")
    pick = next(iter(browser.question(sid).values()))
    form = {"csrf_token": browser.csrf, "token": browser.token(), "option": pick}
    cookie = browser.cookie()

    def send() -> tuple[int, str]:
        client = app.test_client()
        client.set_cookie(app.config["SESSION_COOKIE_NAME"], cookie)
        response = client.post(f"/study/{sid}", data=form)
        return response.status_code, response.location or ""

    assert set(at_once([send] * 10)) == {(303, f"/study/{sid}/1")}
    assert room.rows(Review) == 1
    assert room.known_card(who, "s-1").reps == 1


def test_eight_guests_answer_and_sign_up_at_once(app: Flask, room: StudyRoom) -> None:
    def study(number: int) -> list[int]:
        browser = Visitor(app)
        first = next(iter(options_of(browser.get("/")).values()))
        response = browser.send("/", token=browser.token(), option=first)
        codes = [response.status_code]
        sid = int((response.location or "").split("/")[2])
        codes += [browser.answer_next(sid).status_code for _ in range(3)]
        browser.get("/register")
        made = browser.send(
            "/register", email=f"guest{number}@example.org", password="plain words of a guest"
        )
        return [*codes, made.status_code]

    results = at_once([partial(study, number) for number in range(CLIENTS)])
    assert results == [[303] * 5] * CLIENTS
    assert (room.rows(User), room.rows(Review)) == (CLIENTS, CLIENTS * 4)
    assert room.cards_differing() == 0
