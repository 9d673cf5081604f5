"""The list of marked questions: its tabs, its pages, and the way back from it."""

from flask import Flask
from sqlalchemy import select

from quizapp.core.learner import Learner
from quizapp.db import write
from quizapp.db.models.banks import Bank, Item
from quizapp.services.marks import flag_item
from tests.browser.people import make
from tests.browser.stage import Stage
from tests.factories import FakeClock, make_person, sign_in
from tests.services.marking import flag, note, put_aside
from tests.services.study_room import WRONG, StudyRoom, acting
from tests.web.page_client import PageClient


def test_a_list_is_the_viewers_own_and_no_spoiler(
    app: Flask, clock: FakeClock, page: PageClient
) -> None:
    person = make_person(app, "Alice")
    sign_in(page.client, person)
    room, alice = StudyRoom(app, clock), Learner(person.user_id, "UTC", 4)
    flag(room, room.person("Bob"), "s-2")
    flag(room, alice, "s-1")
    note(room, alice, "s-5", "Two of three are agreed on.")
    listed = page("/marked")
    assert "Flagged, 1" in listed.text
    assert "Which set names the three parts" in listed.text
    assert "not answered yet" in listed.text
    for secret in ("goals, tasks, bond", "Three parts", "The model was meant"):
        assert secret not in listed.html, secret
    noted = page("/marked?kind=noted")
    assert "Two of three are agreed on." in noted.text
    assert "[goals]" not in noted.html
    assert ">goals<" not in noted.html
    assert "Nothing set aside" in page("/marked?kind=aside").text
    assert "Flagged, 1" in page("/marked?kind=nothing").text


def test_bringing_back_comes_back_to_the_list(
    app: Flask, clock: FakeClock, page: PageClient
) -> None:
    person = make_person(app, "Alice")
    sign_in(page.client, person)
    room, alice = StudyRoom(app, clock), Learner(person.user_id, "UTC", 4)
    room.answer(alice, room.sit(alice, "s-1"), 1, *WRONG["s-1"])
    put_aside(room, alice, "s-1")
    assert "Set aside" in page("/missed").text, "history goes on showing it"
    listed = page("/marked?kind=aside")
    assert "set aside today" in listed.text
    sent = page.send(listed)
    assert sent.location == "/marked?kind=aside"
    assert "Nothing set aside" in page.follow(sent).text
    assert room.known_card(alice, "s-1").suspended_at is None


def test_the_first_list_with_something_in_it_opens(
    app: Flask, clock: FakeClock, page: PageClient
) -> None:
    person = make_person(app, "Alice")
    sign_in(page.client, person)
    assert "Nothing flagged" in page("/marked").text
    note(StudyRoom(app, clock), Learner(person.user_id, "UTC", 4), "s-1", "Ask about the bond.")
    listed = page("/marked")
    assert "None flagged, 1 with a note, none set aside." in listed.text
    assert "Ask about the bond." in listed.text
    assert "Nothing flagged" in page("/marked?kind=flagged").text


def test_practice_of_what_is_flagged(app: Flask, clock: FakeClock, page: PageClient) -> None:
    person = make_person(app, "Alice")
    sign_in(page.client, person)
    room, alice = StudyRoom(app, clock), Learner(person.user_id, "UTC", 4)
    for ref in ("s-1", "s-2", "s-5"):
        flag(room, alice, ref)
    put_aside(room, alice, "s-2")
    question = page.follow(page.send(page("/marked")))
    assert "of 2" in question.title, "without what is set aside"


def test_pages_and_as_many_statements_for_many_rows(stage: Stage) -> None:
    few = make(stage.app, stage.clock, "fred@example.org")
    many = make(stage.app, stage.clock, "mel@example.org")
    query = select(Bank.slug, Item.ref).join(Item, Item.bank_id == Bank.id).order_by(Item.id)
    with acting(stage.app, write.Mode.READ) as session:
        places = [(row[0], row[1]) for row in session.execute(query)]
    for who, count in ((few, 1), (many, 21)):
        for bank, ref in places[:count]:
            with acting(stage.app) as session:
                user_id, now = who.learner.user_id, stage.clock()
                flag_item(session, user_id, bank, ref, is_flagged=True, now=now)
    PageClient(stage.app, few.cookie)("/today")  # the first page of a process reads all items
    first = PageClient(stage.app, many.cookie)("/marked")
    assert "1 to 20 of 21" in first.text
    assert PageClient(stage.app, few.cookie)("/marked").statements == first.statements
    assert "21 to 21 of 21" in PageClient(stage.app, many.cookie)("/marked?page=2").text
