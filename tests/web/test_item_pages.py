"""A question's own page: what it tells to whom, and what can be done there."""

from dataclasses import dataclass

import pytest
from flask import Flask
from sqlalchemy import update

from quizapp.core.bank.model import Status
from quizapp.core.learner import Learner
from quizapp.core.scheduling.rating import Confidence, Rating
from quizapp.db.models.banks import Item
from quizapp.db.models.study import ItemMark, Report
from tests.factories import BANK, FakeClock, load_text, make_person, sign_in
from tests.services.marking import flag, mark, note, put_aside
from tests.services.study_room import RIGHT, WRONG, StudyRoom, acting
from tests.web.page_client import Fetched, PageClient

HERE = "/items/small/s-1"
KEY = "goals, tasks, bond"
REASON = "Agreement on goals and tasks, and the bond that carries both."


@dataclass(frozen=True)
class Alice:
    """Alice at her browser, and what she did before."""

    page: PageClient
    room: StudyRoom
    who: Learner

    def answer(self, ref: str = "s-1", *texts: str, sure: Confidence | None = None) -> str:
        """Answer a question of the small bank; return the answer's id."""
        session_id = self.room.sit(self.who, ref)
        given = texts or WRONG[ref]
        return self.room.answer(self.who, session_id, 1, *given, confidence=sure).answer_id

    def send(self, action: str, status: int = 303, **fields: str) -> Fetched:
        """Fill in the form of that action on the question's page and send it."""
        form = self.page(HERE).form(f"{HERE}/{action}")
        return self.page.post(f"{HERE}/{action}", form | fields, status)


@pytest.fixture
def alice(app: Flask, page: PageClient, clock: FakeClock) -> Alice:
    person = make_person(app, "Alice")
    sign_in(page.client, person)
    return Alice(page, StudyRoom(app, clock), Learner(person.user_id, "UTC", 4))


def test_it_is_no_spoiler(page: PageClient, alice: Alice) -> None:
    for browser in (PageClient(page.app), alice.page):
        shown = browser(HERE)
        assert shown.heading == "Question s-1", "the title would say too much"
        assert KEY in shown.text, "as one of the options"
        for secret in ("Correct answer", REASON, "Ask which of the three", "bordin."):
            assert secret not in shown.html, secret
    assert "You have not answered it yet" in shown.text


@pytest.mark.parametrize("ref", ["s-4", "s-5"])
def test_a_card_shows_its_face_only(alice: Alice, ref: str) -> None:
    shown = alice.page(f"/items/small/{ref}")
    for secret in ("Elizabeth Zetzel", "[goals]", ">goals<", ">tasks<", "Two agreements"):
        assert secret not in shown.html, secret
    alice.room.answer(alice.who, alice.room.sit(alice.who, ref), 1, rating=Rating.GOOD)
    shown = alice.page(f"/items/small/{ref}")
    assert "Elizabeth Zetzel" in shown.text or "goals" in shown.text
    assert "Recalled" in shown.text


def test_who_has_answered_sees_all_of_it(alice: Alice) -> None:
    alice.answer(sure=Confidence.CERTAIN)
    alice.room.tomorrow()
    alice.answer("s-1", *RIGHT["s-1"], sure=Confidence.GUESSING)
    shown = alice.page(HERE)
    assert shown.heading == "Three parts"
    for words in (
        "A small bank, s-1",
        "Correct answer",
        REASON,
        "Missed: empathy, regard, genuineness, certain",
        f"Right by a guess: {KEY}",
        "twice, missed once",
        "Back",
    ):
        assert words in shown.text, words
    assert shown.text.index("Right by a guess") < shown.text.index("Missed: empathy")


def test_an_answer_that_was_undone_is_not_told(alice: Alice) -> None:
    session_id = alice.room.sit(alice.who, "s-1")
    alice.room.answer(alice.who, session_id, 1, *WRONG["s-1"])
    alice.room.undo(alice.who, session_id)
    shown = alice.page(HERE)
    assert "Missed" not in shown.text.replace("Missed questions", "")
    assert "Correct answer" not in shown.text


def test_others_answers_and_notes_stay_theirs(alice: Alice) -> None:
    bob = alice.room.person("Bob")
    answer_id = alice.room.answer(bob, alice.room.sit(bob, "s-1"), 1, *WRONG["s-1"]).answer_id
    note(alice.room, bob, "s-1", "bob's secret")
    flag(alice.room, bob, "s-1")
    for path in (HERE, f"{HERE}?seen={answer_id}", f"{HERE}?about={answer_id}"):
        shown = alice.page(path)
        assert "Correct answer" not in shown.text
        assert "bob's secret" not in shown.html
        assert answer_id not in shown.html
    assert "Flagged" not in shown.text


def test_as_it_was_seen(app: Flask, alice: Alice) -> None:
    answer_id = alice.answer()
    alice.room.tomorrow()
    with app.app_context():
        load_text(BANK.replace("empathy, regard", "warmth, regard"), at=alice.room.clock())
    now = alice.page(HERE)
    assert "warmth, regard" in now.text
    seen = alice.page(f"{HERE}?seen={answer_id}")
    assert "As you saw it yesterday" in seen.text
    assert "empathy, regard, genuineness Your answer" in seen.text
    assert "Show it as it is now" in seen.text
    assert alice.page(f"{HERE}?seen=nothing").html.count("As you saw it") == 0


# What is edited in the bank, and what the story says of it; None: nothing.
EDITS = {
    "wording": ("**Bordin's** model", "Bordin's model of it", "Text revised"),
    "cosmetic": ("Ask which of the three the client doubts.", "Ask which is in doubt.", None),
    "key": (
        "- [x] goals, tasks, bond",
        "- [ ] goals, tasks, bond",
        "Corrected: the key changed from “goals, tasks, bond” to “exploring, understanding",
    ),
}


@pytest.mark.parametrize("name", EDITS)
def test_what_changed_since(app: Flask, alice: Alice, name: str) -> None:
    old, new, told = EDITS[name]
    alice.answer()
    alice.room.tomorrow()
    text = BANK.replace(old, new)
    if name == "key":
        text = text.replace("- [ ] exploring", "- [x] exploring")
    with app.app_context():
        load_text(text, at=alice.room.clock())
    shown = alice.page(HERE)
    story = shown.text[shown.text.index("Its story") :]
    if told is None:
        assert "revised" not in story
        assert "revision 2." not in story
    else:
        assert told in story
        assert "revision 2" in story
        assert story.index(told) < story.index("Missed:"), "the latest first"


def test_a_retired_question_says_so_and_keeps_its_story(app: Flask, alice: Alice) -> None:
    alice.answer()
    with acting(app) as session:
        session.execute(update(Item).where(Item.ref == "s-1").values(status=Status.RETIRED))
        session.commit()
    shown = alice.page(HERE)
    assert "This question is retired" in shown.text
    assert "Missed: empathy" in shown.text
    assert "Practice it now" not in shown.text


def test_a_draft_is_for_nobody(app: Flask, alice: Alice) -> None:
    with acting(app) as session:
        session.execute(update(Item).where(Item.ref == "s-1").values(status=Status.DRAFT))
        session.commit()
    alice.page(HERE, 404)
    PageClient(app)(HERE, 404)


def test_an_old_address_leads_to_the_new_one(app: Flask, page: PageClient) -> None:
    with acting(app) as session:
        session.execute(update(Item).where(Item.ref == "s-1").values(was=["old-1", "o%ld"]))
        session.commit()
    assert page("/items/small/old-1", 301).location == HERE
    assert page("/items/small/o%25ld", 301).location == HERE
    for unknown in ("old", "OLD-1", "o%25", '"', "s-99"):
        page(f"/items/small/{unknown}", 404)
    page("/items/other/s-1", 404)


def test_flag_note_and_set_aside(alice: Alice) -> None:
    answer = alice.send("flag")
    assert answer.location == HERE
    assert "Flagged" in alice.page.follow(answer).text
    alice.send("flag")
    assert "Flagged" not in alice.page(HERE).text
    kept = alice.page.follow(alice.send("note", note="Mine & <b>only</b>"))
    assert "Your note is kept." in kept.text
    assert "Mine &amp; &lt;b&gt;only&lt;/b&gt;" in kept.html
    aside = alice.page.follow(alice.send("suspend"))
    assert "You have set this question aside" in aside.text
    assert "Practice it now" not in aside.text
    back = alice.page.follow(alice.send("suspend"))
    assert "set this question aside" not in back.text


def test_a_refused_note_or_report_is_not_lost(alice: Alice) -> None:
    refused = alice.send("note", 422, note="x" * 2001)
    assert "x" * 2001 in refused.html
    assert "Shorten it." in refused.text
    refused = alice.send("report", 422, reason="wording", text=" ")
    assert "Say what is wrong" in refused.text
    assert alice.room.rows(ItemMark) == alice.room.rows(Report) == 0


def test_a_report_is_thanked_for_and_listed(alice: Alice) -> None:
    answer_id = alice.answer()
    shown = alice.page(f"{HERE}?about={answer_id}")
    form = shown.form(f"{HERE}/report")
    assert form["answer"] == answer_id
    sent = alice.page.post(f"{HERE}/report", form | {"reason": "key", "text": "See p. 254."})
    shown = alice.page.follow(sent)
    assert "Thank you." in shown.text
    assert "The answer is wrong. Sent today, not yet answered." in shown.text
    assert "See p. 254." in shown.text
    sent = alice.page.post(f"{HERE}/report", form | {"reason": "key", "text": "See p. 255."})
    again = alice.page.follow(sent)
    assert "It takes the place of your earlier one." in again.text
    assert "See p. 254." not in again.text


@pytest.mark.parametrize("action", ["flag", "note", "suspend", "report"])
def test_forms_are_for_viewers_and_their_own(alice: Alice, action: str) -> None:
    form = alice.page(HERE).form(f"{HERE}/{action}") | {"note": "n", "text": "t"}
    stranger = PageClient(alice.page.app)
    stranger.post(f"{HERE}/{action}", form, 400)  # a form of somebody else's browser
    alice.page.post(f"{HERE}/{action}", form | {"csrf_token": "forged"}, 400)
    alice.page.post(f"/items/small/s-99/{action}", form, 404)
    assert alice.room.rows(ItemMark) == alice.room.rows(Report) == 0


@pytest.mark.parametrize(
    ("wanted", "leads_to"),
    [
        ("/marked?kind=aside", "/marked?kind=aside"),
        ("https://example.org/", HERE),
        ("//example.org/", HERE),
        ("/\\example.org", HERE),
        ("/\t/example.org", HERE),
        ("", HERE),
    ],
)
def test_the_way_back_stays_on_this_site(alice: Alice, wanted: str, leads_to: str) -> None:
    assert alice.send("flag", next=wanted).location == leads_to


def test_practice_of_one_question(alice: Alice) -> None:
    form = alice.page(HERE).form("/study")
    question = alice.page.follow(alice.page.post("/study", form))
    assert "Which set names the three parts" in question.text
    put_aside(alice.room, alice.who, "s-1")
    refused = alice.page.post("/study", form)
    assert refused.location == "/today"


def test_a_guest_keeps_marks_too(page: PageClient) -> None:
    landing = page("/")
    options = landing.options()
    page.send(landing, option=next(iter(options.values())))
    shown = page("/items/small/s-2")
    page.post("/items/small/s-2/flag", shown.form("/items/small/s-2/flag"))
    assert "The model was meant" in page("/marked").text


def test_the_flag_of_a_session_comes_back_to_the_question(alice: Alice) -> None:
    session_id = alice.room.sit(alice.who, "s-1", "s-2")
    question = alice.page(f"/study/{session_id}")
    answer = alice.page.post(f"{HERE}/flag", question.form(f"{HERE}/flag"))
    assert answer.location == f"/study/{session_id}"
    again = alice.page.follow(answer)
    assert again.form(f"{HERE}/flag")["flagged"] == ""
    found = mark(alice.room, alice.who, "s-1")
    assert found
    assert found.flagged_at
    assert "Question s-1" not in again.html
    assert "/items/small/s-1?" not in again.html, "no way to the answer before it is given"


def test_a_session_goes_on_without_what_is_set_aside(alice: Alice) -> None:
    session_id = alice.room.sit(alice.who, "s-1", "s-2")
    put_aside(alice.room, alice.who, "s-1")
    assert "every kind of helping" in alice.page(f"/study/{session_id}").text
    put_aside(alice.room, alice.who, "s-2")
    assert alice.page(f"/study/{session_id}", 302).location == f"/study/{session_id}/done"
