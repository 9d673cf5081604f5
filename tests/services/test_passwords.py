"""Forgotten passwords: a link by mail that works once, for a while, and for its owner alone."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from quizapp.adapters.passwords import verify_password
from quizapp.core.letters import Site
from quizapp.core.visit import Visit
from quizapp.db import write
from quizapp.db.models.accounts import LoginSession
from quizapp.db.models.mail import AccountToken, Outbox
from quizapp.services.account_tokens import hash_token
from quizapp.services.errors import Invalid, NotFound
from quizapp.services.outbox import claim_letter, settle_letter
from quizapp.services.passwords import ask_reset, change_password, choose_password, reset_password
from tests.factories import PASSWORD, make_person
from tests.services.study_room import StudyRoom, acting
from tests.services.test_accounts import user

SITE = Site("Alliance", "https://quiz.example.org")
NEW = "another row of plain words"


def sent_token(room: StudyRoom, email: str = "alice@example.org") -> str:
    """Ask for a link and have it sent; return its token."""
    with acting(room.app) as session:
        ask_reset(session, email, now=room.clock())
    token = send_one(room)
    assert token
    return token


def send_one(room: StudyRoom) -> str:
    """Claim the next letter and say that it was sent; return the token of its link, or nothing."""
    with acting(room.app) as session:
        claimed = claim_letter(session, SITE, now=room.clock())
        if claimed is None:
            return ""
        settle_letter(session, claimed.outbox_id, now=room.clock())
    lines = claimed.letter.text.splitlines()
    return next((line.rpartition("/")[2] for line in lines if "/reset/" in line), "")


def choose(room: StudyRoom, token: str, password: str = NEW) -> None:
    with acting(room.app) as session:
        choose_password(session, token, password, visit=Visit(), now=room.clock())


def opens(room: StudyRoom, user_id: int, password: str) -> bool:
    return verify_password(password, user(room, user_id).password_hash)


@pytest.mark.db
def test_a_link_sets_the_password_once_and_ends_every_session(room: StudyRoom) -> None:
    alice, bob = make_person(room.app, "Alice"), make_person(room.app, "Bob")
    with acting(room.app) as session:
        for person in (alice, bob):
            session.add(
                LoginSession(id_hash=person.email, user_id=person.user_id, created_at=room.clock())
            )
        session.commit()
    token = sent_token(room, " ALICE@example.org ")
    choose(room, token)
    assert opens(room, alice.user_id, NEW)
    assert opens(room, bob.user_id, PASSWORD)
    with acting(room.app, write.Mode.READ) as session:
        assert set(session.scalars(select(LoginSession.user_id))) == {bob.user_id}
    with pytest.raises(NotFound):
        choose(room, token, "a third row of plain words")
    assert opens(room, alice.user_id, NEW)


@pytest.mark.db
def test_only_the_hash_of_a_token_is_stored(room: StudyRoom) -> None:
    make_person(room.app, "Alice")
    with acting(room.app) as session:
        ask_reset(session, "alice@example.org", now=room.clock())
    assert room.rows(AccountToken) == 0, "a mail that waits holds no secret"
    token = send_one(room)
    assert len(token) >= 43, "256 random bits"
    with acting(room.app, write.Mode.READ) as session:
        assert session.scalars(select(AccountToken.id_hash)).all() == [hash_token(token)]


def test_a_link_is_over_after_thirty_minutes(room: StudyRoom) -> None:
    alice = make_person(room.app, "Alice")
    token = sent_token(room)
    room.clock.forward(minutes=30)
    with pytest.raises(NotFound):
        choose(room, token)
    assert opens(room, alice.user_id, PASSWORD)
    token = sent_token(room)
    room.clock.forward(minutes=29, seconds=59)
    choose(room, token)
    assert opens(room, alice.user_id, NEW)


def test_a_newer_link_ends_the_older_one(room: StudyRoom) -> None:
    make_person(room.app, "Alice")
    first, second = sent_token(room), sent_token(room)
    with pytest.raises(NotFound):
        choose(room, first)
    choose(room, second)


@pytest.mark.db
def test_a_link_dies_with_the_password_it_was_to_replace(room: StudyRoom) -> None:
    alice = make_person(room.app, "Alice")
    token, third = sent_token(room), "a third row of plain words"
    with acting(room.app) as session:
        ask_reset(session, alice.email, now=room.clock())
    with acting(room.app) as session:
        change_password(session, alice.user_id, PASSWORD, NEW, visit=Visit(), now=room.clock())
    assert send_one(room) == "", "nor is one sent that still waited"
    with pytest.raises(NotFound):
        choose(room, token, third)
    token = sent_token(room)
    with acting(room.app) as session:
        reset_password(session, alice.email, third)
    with pytest.raises(NotFound):
        choose(room, token)
    assert opens(room, alice.user_id, third)


def test_an_address_without_an_account_gets_nothing(room: StudyRoom) -> None:
    make_person(room.app, "Alice")
    with acting(room.app) as session:
        ask_reset(session, "nobody@example.org", now=room.clock())
    assert room.rows(Outbox) == 1, "the request does the same for everybody"
    assert send_one(room) == ""
    assert room.rows(Outbox) == room.rows(AccountToken) == 0


@pytest.mark.parametrize(
    "email",
    [
        "alice",
        "alice@example.org\r\nBcc: eve@example.org",
        "alice@example.org\nX: y",
        "alice@exa\rmple.org",
        "alice@example.org\u2028Bcc: eve@example.org",
        "alice,eve@example.org",
        "alice;eve@example.org",
        "<alice@example.org>",
        'al"ice@example.org',
        "alice\x1b@example.org",
    ],
)
def test_what_is_no_single_address_is_not_put_down(room: StudyRoom, email: str) -> None:
    with acting(room.app) as session, pytest.raises(Invalid) as refusal:
        ask_reset(session, email, now=room.clock())
    assert refusal.value.field == "email"
    assert room.rows(Outbox) == 0


def test_a_refused_password_leaves_the_link_good(room: StudyRoom) -> None:
    alice = make_person(room.app, "Alice")
    token = sent_token(room)
    for password in ("short", "passwordpassword", alice.email):
        with pytest.raises(Invalid):
            choose(room, token, password)
    choose(room, token)
    assert opens(room, alice.user_id, NEW)


@pytest.mark.parametrize("token", ["", "x", "None", "' or 1=1 --"])
def test_a_token_that_nobody_was_sent(room: StudyRoom, token: str) -> None:
    alice = make_person(room.app, "Alice")
    sent_token(room)
    with pytest.raises(NotFound):
        choose(room, token)
    assert opens(room, alice.user_id, PASSWORD)


def test_links_begin_with_the_address_that_was_set(room: StudyRoom) -> None:
    make_person(room.app, "Alice")
    with acting(room.app) as session:
        ask_reset(session, "alice@example.org", now=room.clock())
    with acting(room.app) as session:
        claimed = claim_letter(
            session, replace(SITE, address="https://x.example"), now=room.clock()
        )
    assert claimed is not None
    assert "\nhttps://x.example/reset/" in claimed.letter.text


def test_the_owner_is_told_of_a_new_password(room: StudyRoom) -> None:
    alice = make_person(room.app, "Alice")
    with acting(room.app) as session:
        visit = Visit(has_mail=True)
        change_password(session, alice.user_id, PASSWORD, NEW, visit=visit, now=room.clock())
    with acting(room.app) as session:
        claimed = claim_letter(session, SITE, now=room.clock())
    assert claimed is not None
    assert claimed.address == alice.email
    assert "was changed" in claimed.letter.subject
