"""A study session through its pages, and who may open which."""

import time
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from quizapp.core.learner import Learner
from quizapp.db.models.accounts import User
from quizapp.db.models.study import Card, Review
from tests.factories import BANK, FakeClock, field_of, load_text
from tests.services.big_shelf import copy_item, owe
from tests.services.study_room import StudyRoom, acting
from tests.web.visitor import SECONDS_TO_ANSWER, Visitor, options_of

SignIn = Callable[[str], Visitor]
RIGHT_OPTIONS = ("goals, tasks, bond", "True", "goals", "tasks", "Ask how she sees the plan")


@pytest.fixture
def room(app: Flask, clock: FakeClock) -> StudyRoom:
    return StudyRoom(app, clock)


@pytest.mark.db
def test_the_loop_from_the_landing_page_to_the_missed_list(
    visitor: Visitor, room: StudyRoom, clock: FakeClock
) -> None:
    options = options_of(visitor.get("/"))
    key = next(text for text in options if text in RIGHT_OPTIONS)
    wrong = next(text for text in options if text != key)
    response = visitor.send("/", token=visitor.token(), option=options[wrong], tz="Europe/Berlin")
    assert response.status_code == 303
    verdict = visitor.get(response.location)
    assert "Not this time." in verdict
    sid = int(response.location.split("/")[2])
    while visitor.client.get(f"/study/{sid}").status_code == 200:
        assert visitor.answer_next(sid, RIGHT_OPTIONS).status_code == 303
        clock.forward(minutes=1)
    assert visitor.client.get(f"/study/{sid}").location == f"/study/{sid}/done"
    visitor.get(f"/study/{sid}/done")
    visitor.get("/register")
    made = visitor.send("/register", email="alice@example.org", password="plain words of Alice")
    assert made.location == "/today"
    missed = visitor.get("/missed")
    answers = room.rows(Review)
    assert answers >= 6
    assert wrong in missed
    assert key in missed
    clock.at += timedelta(days=1)
    assert visitor.start() > sid
    assert room.rows(Review) == answers
    assert room.cards_differing() == 0


@pytest.mark.db
def test_foreign_and_unknown_ids_are_not_found(signed_in: SignIn, room: StudyRoom) -> None:
    alice, bob = signed_in("Alice"), signed_in("Bob")
    sid = alice.start()
    alice.answer_next(sid)
    before = room.rows(Review)
    bob.get("/settings")  # for a CSRF token of his own
    for foreign in (sid, 999_999, 0, 2**31 - 1, 2**31, 2**63, 10**30):
        for page in (f"/study/{foreign}", f"/study/{foreign}/1", f"/study/{foreign}/done"):
            assert bob.client.get(page).status_code == 404, page
        for form in (f"/study/{foreign}/undo", f"/study/{foreign}/1/guessed"):
            assert bob.send(form).status_code == 404, form
    for place in (0, 99, 2**31, 2**63, 10**30):
        assert alice.client.get(f"/study/{sid}/{place}").status_code == 404
    for bank in ("nowhere", "small.md.md", "..%2f..%2fetc%2fpasswd", "%00", "a" * 5000):
        assert alice.client.get(f"/banks/{bank}").status_code == 404, bank
    assert room.rows(Review) == before
    assert "Not this time" not in bob.client.get("/missed").text


def test_an_answer_needs_the_token_of_its_own_question(signed_in: SignIn, room: StudyRoom) -> None:
    alice, bob = signed_in("Alice"), signed_in("Bob")
    sid, bobs = alice.start(), bob.start()
    alice.question(sid)
    mine = alice.token()
    bob.question(bobs)
    foreign = bob.token()
    option = "o-anything"
    middle = len(mine) // 2
    bent = mine[:middle] + ("A" if mine[middle] != "A" else "B") + mine[middle + 1 :]
    forged = [bent, "", "x", mine * 50, "." + mine, "é🙂"]
    for token in forged:
        response = alice.send(f"/study/{sid}", token=token, option=option)
        assert response.status_code == 409, token[:20]
        assert "not stored" in response.text
    assert alice.send(f"/study/{sid}", token=foreign, option=option).status_code in {404, 409}
    assert alice.send(f"/study/{bobs}", token=foreign, option=option).status_code == 404
    assert alice.send(f"/study/{bobs}", token=mine, option=option).status_code == 409
    alice.get("/settings")
    assert alice.send("/", token=mine, option=option).status_code == 409
    assert (room.rows(Review), room.rows(Card)) == (0, 0)


@pytest.mark.db
def test_sent_twice_leads_to_the_same_verdict(signed_in: SignIn, room: StudyRoom) -> None:
    alice = signed_in("Alice")
    sid = start_with(room, alice, "s-1")
    options = alice.question(sid)
    form = alice.page
    picks = list(options.values())
    places = []
    for pick in (picks[0], picks[0], picks[1]):
        alice.page = form
        response = alice.answer(sid, pick)
        assert response.status_code == 303
        places.append(response.location)
    assert set(places) == {f"/study/{sid}/1"}
    assert room.rows(Review) == 1


@pytest.mark.db
def test_a_stale_tab_is_told_and_led_on(signed_in: SignIn, room: StudyRoom) -> None:
    alice = signed_in("Alice")
    sid = start_with(room, alice, "s-1", "s-2")
    pick = next(iter(alice.question(sid).values()))
    stale = alice.page
    alice.question(sid)
    alice.answer(sid, pick)
    alice.page = stale
    response = alice.answer(sid, pick)
    assert response.status_code == 409
    assert f'href="/study/{sid}"' in response.text
    outcome = room.places(sid)[0].outcome
    what = {"ok": "right", "no": "not right"}[outcome or ""]
    assert f"This question was answered on another page: {what}." in response.text
    assert "The answer you just sent was not stored." in response.text
    assert f"You are at question 2 of {len(room.places(sid))}." in response.text
    assert room.rows(Review) == 1


def test_a_stale_tab_of_a_session_that_is_done(signed_in: SignIn, room: StudyRoom) -> None:
    alice = signed_in("Alice")
    sid = start_with(room, alice, "s-4")
    alice.question(sid)
    stale = alice.page
    alice.question(sid)
    alice.answer(sid, grade="3")
    alice.page = stale
    done = alice.answer(sid, grade="3").text
    assert "All questions of the session are answered." in done
    assert f'href="/study/{sid}/done"' in done
    start_with(room, alice, "s-1")
    alice.page = stale
    ended = alice.answer(sid, grade="3").text
    assert "was not stored. The session has ended. Its answers are kept." in ended
    assert 'href="/today"' in ended


def test_a_quick_answer_is_told_so(signed_in: SignIn, room: StudyRoom) -> None:
    alice = signed_in("Alice")
    sid = start_with(room, alice, "s-1", "s-2")
    right = alice.question(sid)["goals, tasks, bond"]
    room.clock.forward(seconds=0.1 - SECONDS_TO_ANSWER)
    verdict = alice.get(alice.answer(sid, right).location)
    assert "That was quick, so it is not sure yet that you read it." in verdict
    assert "Again at the end, then in" in verdict
    alice.answer_next(sid, ["True"])
    alice.question(sid)
    room.clock.forward(seconds=0.1 - SECONDS_TO_ANSWER)
    again = alice.get(alice.answer(sid, right).location)
    assert "Right, but too quick again." in again
    assert "Comes back tomorrow" in again
    first = alice.get(f"/study/{sid}/1")
    assert "That was quick" not in first, "nothing comes once more now"


def test_a_form_without_an_option_asks_for_one(signed_in: SignIn, room: StudyRoom) -> None:
    alice = signed_in("Alice")
    sid = start_with(room, alice, "s-1")
    alice.question(sid)
    token = alice.token()
    response = alice.answer(sid)
    assert response.status_code == 422
    assert "Pick an option first." in response.text
    assert field_of(response.text, "token") == token, "the same question, not a new one"
    assert room.rows(Review) == 0
    again = alice.answer(sid, next(iter(alice.question(sid).values())))
    assert again.status_code == 303


@pytest.mark.parametrize(
    "fields",
    [
        {"option": "o-unknown"},
        {"option": ""},
        {"grade": "3"},
        {"option": "o-unknown", "confidence": "very"},
        {"confidence": "certain"},
    ],
)
def test_words_that_no_page_sends_are_refused(
    signed_in: SignIn, room: StudyRoom, fields: dict[str, str]
) -> None:
    alice = signed_in("Alice")
    sid = start_with(room, alice, "s-1")
    alice.question(sid)
    response = alice.send(f"/study/{sid}", token=alice.token(), **fields)
    assert response.status_code == 422
    assert room.rows(Review) == 0


@pytest.mark.parametrize("grade", ["0", "5", "-1", "3; ", "three", "", "1e0", "٣x", "1" * 5000])
def test_grades_that_do_not_exist_are_refused(
    signed_in: SignIn, room: StudyRoom, grade: str
) -> None:
    alice = signed_in("Alice")
    sid = start_with(room, alice, "s-4")
    alice.question(sid)
    response = alice.answer(sid, grade=grade)
    assert response.status_code == 422
    assert room.rows(Review) == 0


def test_undo_and_i_guessed_by_their_buttons(signed_in: SignIn, room: StudyRoom) -> None:
    alice = signed_in("Alice")
    sid = start_with(room, alice, "s-2")
    options = alice.question(sid)
    response = alice.answer(sid, options["True"])
    alice.get(response.location)
    assert alice.send(f"/study/{sid}/1/guessed").status_code == 303
    assert "by a guess" in alice.get(f"/study/{sid}/1")
    assert alice.send(f"/study/{sid}/undo").location == f"/study/{sid}"
    assert room.rows(Card) == 0
    alice.question(sid)
    assert alice.send(f"/study/{sid}/undo").status_code == 409
    assert alice.client.get(f"/study/{sid}/1").location == f"/study/{sid}"


def test_a_bank_edited_meanwhile_shows_what_was_answered(
    signed_in: SignIn, room: StudyRoom
) -> None:
    alice = signed_in("Alice")
    sid = start_with(room, alice, "s-1")
    options = alice.question(sid)
    pick = options["empathy, regard, genuineness"]
    with room.app.app_context():
        load_text(BANK.replace("empathy, regard, genuineness", "quite another thing to choose"))
    response = alice.answer(sid, pick)
    assert response.status_code == 303
    verdict = alice.get(response.location)
    assert "empathy, regard, genuineness" in verdict
    assert "quite another thing" not in verdict
    assert "empathy, regard, genuineness" in alice.get("/missed")


@pytest.mark.slow
def test_ten_thousand_cards_due_are_nothing_special(signed_in: SignIn, room: StudyRoom) -> None:
    alice = signed_in("Alice")
    with acting(room.app) as session:
        owe(session, learner_of(room), copy_item(session, 10_000))
        session.commit()
    began = time.process_time()
    alice.get("/today")
    sid = alice.start()
    assert alice.answer_next(sid).status_code == 303
    for url in ("/today", "/missed", "/progress", f"/study/{sid}", "/banks", "/missed?page=500"):
        alice.get(url)
        assert len(alice.page) < 400_000, url
    assert time.process_time() - began < 15, "seconds of CPU for nine pages"


def start_with(room: StudyRoom, browser: Visitor, *refs: str) -> int:
    """Open a session with given items for the only account there is."""
    browser.get("/settings")
    return room.sit(learner_of(room), *refs)


def learner_of(room: StudyRoom) -> Learner:
    """Return the only account there is."""
    with acting(room.app) as session:
        user = session.scalars(select(User)).one()
        return Learner(user.id, user.zone, user.day_start_hour)


def test_when_nothing_is_still_wrong_what_is_mending_can_be_practiced(
    signed_in: SignIn, room: StudyRoom
) -> None:
    alice = signed_in("Alice")
    who = learner_of(room)
    room.answer(who, room.sit(who, "s-1"), 1, "empathy")
    assert "on the mend</button>" not in alice.get("/missed")
    room.tomorrow()
    room.answer(who, room.sit(who, "s-1"), 1, "goals, tasks")
    assert "Practice the 1 on the mend</button>" in alice.get("/missed")
    started = alice.send("/study", practice="missed", state="mending")
    assert "Which set names the three parts" in alice.get(started.location)
