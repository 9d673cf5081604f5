"""The quiz builder without scripts: counted, started, saved, searched; and a test's silence."""

import re
from collections.abc import Callable

from flask import Flask
from sqlalchemy import select

from quizapp.core.deck import Selection
from quizapp.core.learner import Learner
from quizapp.db.models.accounts import User
from quizapp.services.decks import save_deck
from tests.browser.stage import Stage
from tests.factories import NOON, make_person
from tests.services.study_room import RIGHT, StudyRoom, acting
from tests.web.html_checks import text_of
from tests.web.page_client import Fetched, PageClient
from tests.web.visitor import Visitor

SignIn = Callable[[str], Visitor]


def client_of(app: Flask, name: str) -> PageClient:
    page = PageClient(app)
    person = make_person(app, name)
    page.send(page("/login"), email=person.email, password=person.password)
    return page


def count(page: Fetched) -> int:
    element = page.document.by_id("count")
    assert element is not None
    return int(text_of(element).split()[0])


def test_what_is_chosen_is_counted_and_kept_in_the_address(stage: Stage) -> None:
    sam = PageClient(stage.app, stage.struggler.cookie)
    every = sam("/quiz/new?most=175")
    missed = sam("/quiz/new?most=175&status=missed&status=nonsense&level=nonsense&kind=nonsense")
    assert count(every) == count(missed) == 175, "this learner missed every question there is"
    assert count(sam("/quiz/new?status=new")) == 0
    assert count(sam("/quiz/new?most=7&bank=bordin")) == 7
    one = sam("/quiz/new?bank=bordin&most=175")
    assert 7 < count(one) < 175
    answer = sam.send(one, do="count")
    assert answer.location == "/quiz/new?bank=bordin&most=175"
    assert count(sam("/quiz/new?most=100000000000000000000")) == 175
    assert count(sam("/quiz/new?most=-3")) == 20


def test_search_names_only_what_was_answered_by_its_title(app: Flask) -> None:
    page = client_of(app, "Alice")
    found = page("/quiz/new?words=BORDIN%27S++three")
    assert "1 question has “BORDIN'S three”" in found.text
    assert "Which set names the three parts" in found.text
    assert "Three parts" not in found.text, "its title could give it away"
    with acting(app) as session:
        user_id = session.scalars(select(User.id)).one()
    room, alice = StudyRoom(app, app.config["CLOCK"]), Learner(user_id, "UTC", 4)
    room.answer(alice, room.sit(alice, "s-1"), 1, *RIGHT["s-1"])
    known = page("/quiz/new?words=doubts")
    assert "Three partsAsk which of the three the client doubts." in known.text
    assert "Nothing with “xyzzy” fits" in page("/quiz/new?words=xyzzy").text
    odd = page("/quiz/new?words=%3Cscript%3Ealert(1)%3C/script%3E%E2%80%AE" + "x" * 2_000)
    assert "<script>alert(1)" not in odd.html


def test_saved_started_and_deleted(app: Flask) -> None:
    page = client_of(app, "Alice")
    chosen = page("/quiz/new?level=recall&most=2")
    saved = page.follow(page.send(chosen, do="save", name="  Only <b>recall</b> "))
    assert "Only &lt;b&gt;recall&lt;/b&gt;" in saved.html
    assert "Recall; at most 2" in saved.text
    again = page.send(saved, 422, do="save", name=" ")
    assert again.title.startswith("Not done.")
    start = [one for one in saved.document.all("form") if one.get("action") == "/quiz/new"][1]
    fields = {one.get("name", ""): one.get("value", "") for one in start.iter("input")}
    assert page.post("/quiz/new", fields | {"do": "start"}).location.startswith("/study/")
    gone = {"csrf_token": fields["csrf_token"], "name": "Only <b>recall</b>"}
    assert "is deleted" in page.follow(page.post("/quiz/saved/delete", gone)).text
    page.post("/quiz/saved/delete", gone, 404)


def test_nothing_to_ask_says_so(app: Flask) -> None:
    page = client_of(app, "Alice")
    refused = page.send(page("/quiz/new?words=xyzzy"), 422, do="start")
    assert "No question fits all of that" in refused.text


def begin_test(alice: Visitor, most: int) -> int:
    alice.get(f"/quiz/new?kind=choice&mode=test&most={most}")
    response = alice.send("/quiz/new", do="start", kind="choice", mode="test", most=most)
    return int(response.location.rsplit("/", 1)[1])


def answer(alice: Visitor, sid: int, *, is_right: bool) -> str:
    """Answer the next question of a test; return where that leads."""
    options = alice.question(sid)
    right = next(one for one in RIGHT.values() if any(text.startswith(one[0]) for text in options))
    picked = [key for text, key in options.items() if text.startswith(right) is is_right]
    wanted = picked if is_right else picked[:1]
    return alice.send(f"/study/{sid}", token=alice.token(), option=wanted).location


def test_a_test_says_nothing_before_its_end(signed_in: SignIn) -> None:
    alice = signed_in("Alice")
    sid = begin_test(alice, 3)
    here = f"/study/{sid}"
    for n, is_right in ((1, True), (2, False)):
        assert answer(alice, sid, is_right=is_right) == here
        assert "Keep answer" in alice.get(here)
        assert alice.page.count('<rect class="said"') == n
        assert not re.search('<rect class="(ok|no|part)"', alice.page)
        for hidden in (f"{here}/{n}", f"{here}/done"):
            response = alice.client.get(hidden)
            assert (response.status_code, response.location) == (302, here)
        assert alice.send(f"{here}/{n}/guessed").status_code == 409
        assert '<li class="miss"' not in alice.get("/missed") + alice.get("/today")
        alice.get(here)
    assert answer(alice, sid, is_right=True) == here
    assert alice.client.get(here).location == f"{here}/done"
    page = alice.get("/missed")
    assert '<li class="miss"' in page, page[page.index("<main") :]
    assert "2 of 3" in alice.get(f"{here}/done")
    assert f'href="{here}/1"' in alice.page
    assert f'action="{here}/2"' in alice.get(f"{here}/1"), "one after the other"
    assert f'action="{here}/done"' in alice.get(f"{here}/3")


def test_a_test_can_be_ended_before_its_last_question(signed_in: SignIn) -> None:
    alice, bob = signed_in("Alice"), signed_in("Bob")
    sid = begin_test(alice, 3)
    answer(alice, sid, is_right=True)
    bob.get("/quiz/new")
    assert bob.send(f"/study/{sid}/end").status_code == 404
    alice.get(f"/study/{sid}")
    assert alice.send(f"/study/{sid}/end").location == f"/study/{sid}/done"
    assert "1 of 1" in alice.get(f"/study/{sid}/done")
    assert f'action="/study/{sid}/done"' in alice.get(f"/study/{sid}/1")


def test_a_level_that_is_gone_is_shown_by_its_name(app: Flask) -> None:
    """Banks change, and a record brings along what another site had."""
    page, chosen = client_of(app, "Alice"), Selection(level="synthesis", concept="gone")
    with acting(app) as session:
        user_id = session.scalars(select(User.id)).one()
        save_deck(session, user_id, "Old", chosen, now=NOON)
    assert "Gone; synthesis; at most 20" in page("/quiz/new").text
