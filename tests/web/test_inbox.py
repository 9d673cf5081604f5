"""Reports: read by those who may change the bank, settled with a sentence, told to the writer."""

import re

import pytest
from flask import Flask
from sqlalchemy import select

from quizapp.core.access import Role
from quizapp.core.learner import Learner
from quizapp.db.base import db_session
from quizapp.db.models.accounts import User
from quizapp.services.editors import set_editor
from quizapp.services.item_analysis import refresh_summaries
from quizapp.services.reports import Complaint, report_item
from tests.crowd import answered_by_a_crowd
from tests.factories import BANK, NOON, FakeClock, load_text, make_person
from tests.services.editing import WORDING, edited
from tests.services.study_room import WRONG, StudyRoom, acting
from tests.web.page_client import PageClient
from tests.web.visitor import Visitor

HERE = "/teach/reports"


@pytest.fixture
def room(app: Flask, clock: FakeClock) -> StudyRoom:
    return StudyRoom(app, clock)


@pytest.fixture
def bob(app: Flask) -> Visitor:
    """A learner, signed in."""
    browser = Visitor(app)
    browser.sign_in(make_person(app, "Bob"))
    return browser


@pytest.fixture
def olga(app: Flask) -> Visitor:
    """The owner of the small bank, signed in."""
    person = make_person(app, "Olga", Role.EDUCATOR)
    with acting(app):
        set_editor(db_session, "small", "olga@example.org", "owner", now=NOON)
    browser = Visitor(app)
    browser.sign_in(person)
    return browser


def learner_of(room: StudyRoom, email: str) -> Learner:
    with acting(room.app) as session:
        return Learner(session.scalars(select(User.id).where(User.email == email)).one(), "UTC", 4)


def tell(room: StudyRoom, who: Learner, ref: str, said: Complaint) -> None:
    with acting(room.app) as session:
        report_item(session, who.user_id, "small", ref, said, now=room.clock())


def ids_on(page: str) -> list[str]:
    return re.findall(r'name="report" value="(\d+)"', page)


@pytest.mark.db
def test_a_report_is_settled_and_its_writer_hears_of_it_once(
    room: StudyRoom, bob: Visitor, olga: Visitor
) -> None:
    who = learner_of(room, "bob@example.org")
    answer_id = room.answer(who, room.sit(who, "s-1"), 1, *WRONG["s-1"]).answer_id
    tell(room, who, "s-1", Complaint("key", 1, "Rogers <would> not agree.", answer_id))
    assert "report was read" not in bob.get("/today")
    page = olga.get(HERE)
    main = page[page.index("<main") :]
    for words in (
        "1 open, 0 settled",
        "Which set names the three parts of the alliance in Bordin&#39;s model?",
        "goals, tasks, bond",
        "The answer is wrong",
        "Answered: empathy, regard, genuineness.",
        "Rogers &lt;would&gt; not agree.",
        "Too few answers for figures (0).",
        "/teach/banks/small/items/s-1",
    ):
        assert words in main, words
    assert "bob" not in page.lower(), "nobody is named"
    assert re.search(r"Reports<span class=\"count num\">1<", page)
    refused = olga.send(
        HERE, report=ids_on(page), because=" ", outcome="fixed", about="small-s-1-1"
    )
    assert refused.status_code == 422
    assert "Say what became of it" in refused.text
    olga.send(HERE, report=ids_on(page), because="It says <so> now.", outcome="fixed")
    after = olga.get(HERE)
    assert "1 report settled. Its writer reads your answer on Today." in after
    assert "No report is open" in after
    assert "count num" not in after[after.index("Reports") - 200 : after.index("Reports") + 60]
    settled = olga.get(f"{HERE}?show=settled")
    assert "The question was changed." in settled
    assert "It says &lt;so&gt; now." in settled
    today = bob.get("/today")
    assert "Your report was read" in today
    assert "The question was changed." in today
    assert "It says &lt;so&gt; now." in today
    assert bob.send("/today/reports", report=ids_on(today)).status_code == 303
    assert "Your report was read" not in bob.get("/today"), "nothing nags twice"
    assert "It says &lt;so&gt; now." in bob.get("/items/small/s-1")


def test_reports_of_one_question_stand_together_and_may_be_answered_apart(
    room: StudyRoom, olga: Visitor
) -> None:
    alice, carl = room.person("Alice"), room.person("Carl")
    tell(room, alice, "s-2", Complaint("wording", 1, "Too long."))
    tell(room, alice, "s-1", Complaint("key", 1, "No."))
    tell(room, carl, "s-1", Complaint("other", 1, "Dull."))
    page = olga.get(HERE)
    assert page.count("<article") == 2
    assert page.index("Too long.") < page.index("No.") < page.index("Dull."), "oldest first"
    ids = ids_on(page)
    assert len(ids) == 3
    olga.send(HERE, report=ids[1:2], because="See p. 253.", outcome="declined")
    after = olga.get(HERE)
    assert ids_on(after) == [ids[0], ids[2]]
    again = olga.send(HERE, report=ids[1:], because="Both.", outcome="answered")
    assert again.status_code == 409
    assert "Somebody else has settled it meanwhile" in again.text
    assert ids_on(olga.get(HERE)) == [ids[0], ids[2]], "all or none"


def test_the_question_stands_as_it_was_reported_with_its_figures(
    room: StudyRoom, olga: Visitor
) -> None:
    with acting(room.app) as session:
        answered_by_a_crowd(session, "small", at=NOON, people=40)
    with acting(room.app) as session:
        refresh_summaries(session, "small", now=NOON)
    tell(room, room.person("Alice"), "s-1", Complaint("wording", 1, "Which set?"))
    with acting(room.app):
        load_text(edited(BANK, "s-1", WORDING))
    page = olga.get(HERE)
    assert "Which set names" in page
    assert "Which set of words names" not in page
    assert "Its words have changed since: this was revision 1, now it is 2." in page
    assert re.search(r"Right \d+% of 40 learners", page)


def test_only_those_who_may_change_the_bank(room: StudyRoom, bob: Visitor, olga: Visitor) -> None:
    tell(room, room.person("Alice"), "s-1", Complaint("key", 1, "No."))
    ids = ids_on(olga.get(HERE))
    emil = Visitor(room.app)
    emil.sign_in(make_person(room.app, "Emil", Role.EDUCATOR))
    emil.get("/settings")
    assert "No report is open" in emil.get(HERE)
    assert "No." not in emil.get(f"{HERE}?bank=small")
    ada = Visitor(room.app)
    ada.sign_in(make_person(room.app, "Ann", Role.ADMIN))
    assert ids_on(ada.get(HERE)) == ids, "an admin may change every bank"
    bob.get(HERE, 404)
    bob.get("/today")
    for other in (emil, bob):
        other.get("/settings")
        refused = other.send(HERE, report=ids, because="Mine.", outcome="fixed")
        assert refused.status_code == 404
    bob.get("/settings")
    assert bob.send("/today/reports", report=ids).status_code == 303, "harmless"
    assert ids_on(olga.get(HERE)) == ids
    wrong: list[dict[str, object]] = [{"outcome": "burned"}, {"report": []}, {"report": ["9999"]}]
    for fields in wrong:
        sent = {"report": ids, "because": "So.", "outcome": "fixed"} | fields
        assert olga.send(HERE, **sent).status_code in {404, 422}, fields
    assert ids_on(olga.get(HERE)) == ids


def test_a_bank_of_choice_and_statements(room: StudyRoom, olga: Visitor) -> None:
    with acting(room.app):
        load_text(BANK.replace("bank: small", "bank: noise"), origin="noise.md")
        set_editor(db_session, "noise", "olga@example.org", "editor", now=NOON)
    tell(room, room.person("Alice"), "s-1", Complaint("key", 1, "No."))
    page = PageClient(room.app, olga.cookie())
    page("/teach")  # the first page of a process reads what all items are
    few = page(HERE)
    assert "No report is open" in page(f"{HERE}?bank=noise").html
    assert "No." in page(f"{HERE}?bank=small").html
    for n in range(12):
        who = room.person(f"Writer-{n}")
        for ref in ("s-1", "s-2", "s-3"):
            tell(room, who, ref, Complaint("other", 1, f"Number {n}."))
    many = page(HERE)
    assert many.statements == few.statements
