"""The notice of a corrected key on Today, and sessions in which questions were withdrawn."""

import re

import pytest
from flask import Flask

from quizapp.core.learner import Learner
from quizapp.core.scheduling.rating import Rating
from quizapp.db.models.study import Correction
from tests.factories import BANK, KINDS_BANK, FakeClock, make_person
from tests.services.editing import KEY, edited, load
from tests.services.study_room import RIGHT, StudyRoom
from tests.web.visitor import Visitor

TITLE = "We taught you a wrong answer"
REFS = ("s-1", "s-2", "s-3", "s-4", "s-5", "s-6")


@pytest.fixture
def room(app: Flask, clock: FakeClock) -> StudyRoom:
    return StudyRoom(app, clock)


@pytest.fixture
def alice(app: Flask) -> Visitor:
    """Alice, signed in, who has answered every question."""
    browser = Visitor(app)
    browser.sign_in(make_person(app, "Alice"))
    study_all(browser)
    return browser


def study_all(browser: Visitor) -> None:
    sid = browser.start()
    while browser.client.get(f"/study/{sid}").status_code == 200:
        browser.answer_next(sid)


def correct(room: StudyRoom, *refs: str, because: str = "") -> None:
    text = BANK
    for ref in refs:
        text = edited(text, ref, KEY)
    room.clock.forward(minutes=5)
    assert load(room.app, text, at=room.clock(), because=because).changed == refs


def test_the_notice_says_what_was_taught_and_what_is_right(room: StudyRoom, alice: Visitor) -> None:
    assert TITLE not in alice.get("/today")
    correct(room, "s-2", because="The paper says <so>.")
    page = alice.get("/today")
    assert page.count(TITLE) == 1
    assert "The model was meant for every kind of helping." in page
    assert "<del>True</del>" in page
    assert "<ins>False</ins>" in page
    assert "The paper says &lt;so&gt;." in page
    assert "Bordin, E. S. (1979)" in page
    assert "You answered it once. That answer no longer counts for or against you" in page
    assert "and it comes first today." in page
    assert 'href="/items/small/s-2">See the question' in page


def test_got_it_takes_the_notice_away_for_good(room: StudyRoom, alice: Visitor) -> None:
    correct(room, "s-1", "s-2")
    page = alice.get("/today")
    assert page.count(TITLE) == 2
    [url] = {one for one in actions(page) if one.endswith(f"/{room.item_id('s-2')}")}
    for _ in range(2):
        response = alice.send(url, revision="2")
        assert (response.status_code, response.location) == (303, "/today")
    assert alice.get("/today").count(TITLE) == 1
    bob = Visitor(room.app)
    bob.sign_in(make_person(room.app, "Bob"))
    assert TITLE not in bob.get("/today")
    assert bob.send(actions(page)[0], revision="2").status_code == 404
    assert alice.get("/today").count(TITLE) == 1


def test_learn_it_now_asks_just_that_question(room: StudyRoom, alice: Visitor) -> None:
    correct(room, "s-2")
    assert "Learn it now" in alice.get("/today")
    response = alice.send("/study", practice="item", bank="small", ref="s-2")
    sid = int(response.location.rpartition("/")[2])
    assert [place.item_id for place in room.places(sid)] == [room.item_id("s-2")]


def actions(page: str) -> list[str]:
    return re.findall(r'action="(/today/corrections/\d+)"', page)


def test_only_what_was_read_is_seen(room: StudyRoom, alice: Visitor) -> None:
    """Corrected once more while the page was open: the newer notice stays."""
    correct(room, "s-2")
    [url] = actions(alice.get("/today"))
    load(room.app, BANK, at=room.clock())
    assert alice.send(url, revision="2").status_code == 303
    page = alice.get("/today")
    assert page.count(TITLE) == 1
    assert "<del>False</del>" in page, "which is what she has read"
    assert "<ins>True</ins>" in page
    for bad in ("", "x", "-1", "1"):
        assert alice.send(url, revision=bad).status_code == 404


def test_the_notice_says_what_was_answered(room: StudyRoom, app: Flask) -> None:
    """The last of several answers; of a card the grade, and of which gap."""
    bob, person = Visitor(app), make_person(app, "Bob")
    bob.sign_in(person)
    who = Learner(person.user_id, "UTC", 4)
    for texts in (RIGHT["s-1"], ("exploring",)):
        room.answer(who, room.sit(who, "s-1"), 1, *texts)
        room.clock.forward(minutes=1)
    sid = room.sit(who, "s-5")
    room.answer(who, sid, 1, rating=Rating.HARD)
    correct(room, "s-1", "s-5")
    page = bob.get("/today")
    assert "<dt>You answered last</dt><dd><span>exploring, understanding, acting</span>" in page
    assert "<dt>You graded it</dt><dd><span>Hard, for the gap “goals”</span>" in page
    room.undo(who, sid)
    assert "You graded it" not in bob.get("/today"), "the answer was taken back"


def test_a_key_that_was_changed_back_is_no_news(room: StudyRoom, alice: Visitor) -> None:
    correct(room, "s-2")
    load(room.app, BANK, at=room.clock())
    assert TITLE not in alice.get("/today"), "she was taught what is right"
    correct(room, "s-2")
    page = alice.get("/today")
    assert page.count(TITLE) == 1
    assert "<del>True</del>" in page
    assert "<ins>False</ins>" in page


def test_two_corrections_of_a_question_are_told_as_one(room: StudyRoom, alice: Visitor) -> None:
    correct(room, "s-4")
    other = edited(BANK, "s-4", KEY).replace("Ralph Greenson", "Edward Bordin")
    load(room.app, other, at=room.clock())
    page = alice.get("/today")
    assert page.count(TITLE) == 1
    assert "<del>Elizabeth Zetzel</del>" in page
    assert "<ins>Edward Bordin</ins>" in page
    assert room.rows(Correction) == 2


def test_more_than_three_are_folded(room: StudyRoom, alice: Visitor) -> None:
    correct(room, "s-1", "s-2", "s-3", "s-4", "s-6")
    page = alice.get("/today")
    assert page.count(TITLE) == 5
    assert "2 more corrected questions" in page
    assert page[: page.index("2 more corrected")].count(TITLE) == 3


def test_a_notice_of_a_question_that_is_not_asked_says_so(room: StudyRoom, alice: Visitor) -> None:
    text = edited(BANK, "s-2", KEY).replace(
        "* Concept: pantheoretical", "* Concept: pantheoretical\n* Status: draft"
    )
    load(room.app, text, at=room.clock())
    page = alice.get("/today")
    assert "the question is not asked at present" in page
    assert "Learn it now" not in page


def test_a_page_that_was_open_meanwhile_leads_to_the_question_as_it_is(
    room: StudyRoom, app: Flask
) -> None:
    bob = Visitor(app)
    bob.sign_in(make_person(app, "Bob"))
    sid = bob.start()
    while not (options := bob.question(sid)):
        bob.answer(sid, grade="3")
    token = bob.token()
    correct(room, asked(room, sid))
    response = bob.answer(sid, next(iter(options.values())), token=token)
    assert response.status_code == 409
    assert "corrected while you had it open" in bob.page
    assert f'href="/study/{sid}"' in bob.page
    again = bob.question(sid)
    assert bob.answer(sid, next(iter(again.values()))).status_code == 303


def test_withdrawn_questions_leave_no_gap_in_a_session(room: StudyRoom, app: Flask) -> None:
    bob = Visitor(app)
    bob.sign_in(make_person(app, "Bob"))
    sid = bob.start()
    total = len(room.places(sid))
    assert f"1 of {total}" in bob.get(f"/study/{sid}")
    at = BANK.index("* Source:", BANK.index(f"[{asked(room, sid)}]"))
    load(app, f"{BANK[:at]}* Status: draft\n{BANK[at:]}")
    assert f"1 of {total - 1}" in bob.get(f"/study/{sid}")
    load(app, BANK.replace("* Level:", "* Status: draft\n* Level:"))
    assert bob.get(f"/study/{sid}", 302)
    assert "Resume" not in bob.get("/today")
    bob.get(f"/study/{sid}/done")


def asked(room: StudyRoom, sid: int) -> str:
    """Return the ref of the first question of a session that is not answered."""
    first = next(place.item_id for place in room.places(sid) if place.answer_id is None)
    return next(ref for ref in REFS if room.item_id(ref) == first)


def test_an_answer_more_shows_in_the_notice(app: Flask, room: StudyRoom) -> None:
    """The first accepted answer stays, so it alone would not say what has changed."""
    load(app, KINDS_BANK, origin="kinds.md")
    bob = Visitor(app)
    person = make_person(app, "Bob")
    bob.sign_in(person)
    who = Learner(person.user_id, "UTC", 4)
    for ref in ("k-1", "k-2"):
        room.answer(who, room.sit(who, ref), 1, *RIGHT[ref])
        room.clock.forward(minutes=1)
    text = KINDS_BANK.replace("| bonds", "| attachment").replace("36 ± 0.5", "36 ± 2")
    assert len(load(app, text, at=room.clock(), origin="kinds.md").changes) == 2
    page = bob.get("/today")
    assert "<del>bond or emotional bond or bonds</del>" in page
    assert "<ins>bond or emotional bond or attachment</ins>" in page
    assert "<del>36 ± 0.5</del>" in page
    assert "<ins>36 ± 2</ins>" in page
