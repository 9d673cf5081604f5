"""Every address that names something: of somebody else it is not there, and nothing changes."""

import json
from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from quizapp.core.access import Role
from quizapp.core.learner import Learner
from quizapp.core.scheduling.rating import Confidence
from quizapp.db.base import db_session
from quizapp.db.models.accounts import User
from quizapp.db.models.cohorts import Cohort, CohortMember
from quizapp.services.cohorts import CohortChoices, make_cohort
from quizapp.services.memberships import join_cohort
from tests.factories import NOON, FakeClock, field_of, load_text, make_person
from tests.services.editing import EDITS, KEY, TEXT
from tests.services.marking import flag, note
from tests.services.mock_room import MockRoom
from tests.services.recorded import told
from tests.services.study_room import RIGHT, StudyRoom, acting
from tests.web.visitor import Visitor

# What an address with a name in it is of. A new route has to be put into one of these.
OF_ONE_LEARNER = {
    "joining.leave",
    "joining.naming",
    "joining.take_date",
    "mock.attempt",
    "mock.go_on",
    "mock.lock",
    "mock.open_all",
    "mock.pause",
    "mock.practice",
    "mock.question",
    "mock.results",
    "mock.review",
    "mock.save",
    "study.answer",
    "study.done",
    "study.end",
    "study.guessed",
    "study.show",
    "study.undo",
    "study.verdict",
}
# Each learner has a row of their own under such an address.
OF_EACH = {"items.flag", "items.note", "items.report", "items.suspend", "today.correction_seen"}
# Of the educators who may change a bank: neither a learner nor another educator sees it.
OF_ITS_EDITORS = {
    "editing.check",
    "editing.drop",
    "editing.edit",
    "editing.save",
    "editing.take_in",
    "exporting.file",
    "exporting.formats",
    "publishing.earlier",
    "publishing.history",
    "publishing.preview",
    "publishing.publish",
    "publishing.restore",
    "analysis.count",
    "analysis.item",
    "analysis.items",
    "analysis.table",
    "teach.add",
    "teach.editors",
    "teach.remove",
}
# Of the educator who made the cohort, alike; its members see pages of their own.
OF_ITS_EDITORS |= {f"cohorts.{act}" for act in ("change", "close", "cohort", "edit", "remove")}
OF_ITS_EDITORS |= {"cohorts.renew"}
# Whoever was sent the link has it: web/test_forgot.py, test_emails.py, test_join.py,
# test_joining.py.
OF_THE_LINK = {"accounts.land", "emails.land", "forgot.land", "joining.land"}
OF_ALL = {"banks.bank", "banks.source", "exams.exam", "images.image", "items.item", "packed_asset"}


@dataclass(frozen=True)
class Case:
    """Bob's things, and the browsers of Alice and of nobody."""

    room: StudyRoom
    bob: Learner
    alice: Visitor
    nobody: Visitor
    educator: Visitor
    names: dict[str, Any]
    token: str


@pytest.fixture
def case(app: Flask, clock: FakeClock) -> Case:
    room = StudyRoom(app, clock)
    with acting(app):
        load_text(TEXT)
    mock = MockRoom(room)
    browser, person = Visitor(app), make_person(app, "Bob")
    browser.sign_in(person)
    bob = Learner(person.user_id, "UTC", 4)
    attempt_id = mock.start(bob)
    sid = room.sit(bob, "s-1", "s-2")
    room.answer(bob, sid, 1, *RIGHT["s-1"], confidence=Confidence.FAIRLY)
    flag(room, bob, "s-1")
    note(room, bob, "s-1", "mine")
    corrected = TEXT
    for old, new in EDITS["s-1"][KEY]:
        corrected = corrected.replace(old, new)
    with acting(app):
        load_text(corrected)
    browser.get(f"/study/{sid}")
    names = {"sid": sid, "n": 1, "attempt_id": attempt_id, "bank": "small", "ref": "s-1"}
    names |= {"user_id": bob.user_id, "load_id": 1}
    names |= {"item_id": room.item_id("s-1"), "slug": "small", "sha256": "0" * 64}
    names |= {"filename": "icon.svg", "token": "1", "link": "1", "cohort_id": cohort_of(app, bob)}
    alice = Visitor(app)
    alice.sign_in(make_person(app, "Alice"))
    alice.get("/settings")
    nobody = Visitor(app)
    nobody.get("/login")
    educator = Visitor(app)
    educator.sign_in(make_person(app, "Emil", Role.EDUCATOR))
    educator.get("/settings")
    token = field_of(browser.page, "token")
    return Case(room, bob, alice, nobody, educator, names, token)


def cohort_of(app: Flask, bob: Learner) -> int:
    """Make a cohort of another educator that Bob is in by name, and return its id."""
    owner = make_person(app, "Orla", Role.EDUCATOR).user_id
    with acting(app):
        db_session.get_one(User, bob.user_id).name = "Bob"
        choices = CohortChoices("Fall review")
        cohort_id = make_cohort(db_session, owner, choices, today=NOON.date(), now=NOON)
        link = db_session.get_one(Cohort, cohort_id).link
        join_cohort(db_session, bob.user_id, link, shares_name=True, now=NOON)
    return cohort_id


def memberships_of(app: Flask) -> list[tuple[int, bool]]:
    with acting(app):
        rows = db_session.scalars(select(CohortMember))
        return [(row.user_id, row.shares_name) for row in rows]


def addresses(case: Case) -> list[tuple[str, str, str]]:
    """Return (endpoint, method, path) of every address that names something."""
    urls = case.room.app.url_map.bind("localhost")
    found = []
    for rule in case.room.app.url_map.iter_rules():
        if rule.arguments and rule.endpoint != "packed_asset":
            values = {name: case.names[name] for name in rule.arguments}
            found += [
                (rule.endpoint, method, urls.build(rule.endpoint, values, method))
                for method in sorted((rule.methods or set()) & {"GET", "POST"})
            ]
    return found


def test_every_address_says_whose_it_is(case: Case) -> None:
    known = OF_ONE_LEARNER | OF_EACH | OF_ITS_EDITORS | OF_ALL | OF_THE_LINK
    named = {rule.endpoint for rule in case.room.app.url_map.iter_rules() if rule.arguments}
    assert named - known == set(), "say in this file whose they are"
    assert known - named == set(), "these are gone"


def test_what_is_bobs_is_not_there_for_others(case: Case) -> None:
    before, members = told(case.room, case.bob), memberships_of(case.room.app)
    assert members == [(case.bob.user_id, True)]
    fields = {"token": case.token, "option": "o1", "revision": 2, "section": 1, "note": "alice"}
    fields |= {"flagged": "", "aside": "1", "reason": "other", "text": "alice", "do": "start"}
    for endpoint, method, path in addresses(case):
        alice = send(case.alice, method, path, fields)
        if endpoint in OF_ONE_LEARNER:
            assert alice.status_code == 404, (method, path, alice.status_code)
            nobody = send(case.nobody, method, path, fields)
            assert_asked_to_sign_in(nobody, endpoint)
        elif endpoint in OF_ITS_EDITORS:
            for browser in (case.alice, case.educator):
                refused = send(browser, method, path, fields)
                assert refused.status_code == 404, (method, path, refused.status_code)
            assert_asked_to_sign_in(send(case.nobody, method, path, fields), endpoint)
        else:
            assert alice.status_code in {200, 302, 303, 404}, (method, path, alice.status_code)
        assert "mine" not in alice.text, path
    assert told(case.room, case.bob) == before
    assert memberships_of(case.room.app) == members
    assert json.loads(before)["corrections"][0]["seen_at"] is None, "and there was one to lose"


def assert_asked_to_sign_in(response: Any, endpoint: str) -> None:
    """An answer, and a bank's text, are kept meanwhile; everything else asks to sign in first."""
    is_kept = endpoint in {"study.answer", "editing.save"} and response.status_code == 401
    assert is_kept or (response.location or "").startswith("/login"), endpoint


def send(browser: Visitor, method: str, path: str, fields: dict[str, Any]) -> Any:
    if method == "GET":
        return browser.client.get(path)
    return browser.client.post(path, data={"csrf_token": browser.csrf, **fields})
