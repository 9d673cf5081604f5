"""Signing up where there is mail: a link, so that nobody learns who has an account already."""

import pytest
from flask import Flask

from quizapp.db.models.accounts import User
from quizapp.db.models.study import Review
from tests.factories import FakeClock, Person, make_person
from tests.services.study_room import StudyRoom
from tests.web.page_client import PageClient
from tests.web.posting import ADDRESS, NEW, Post
from tests.web.test_pages_people import become_guest


@pytest.fixture
def alice(app: Flask) -> Person:
    return make_person(app, "Alice")


def ask(post: Post, page: PageClient, email: str) -> str:
    """Ask for an account; return the path of the link that came."""
    sent = page.send(page("/register"), email=email)
    assert page.follow(sent).heading == "Look in your e-mail"
    assert post.deliver() == 1
    return post.mailbox.link(ADDRESS)


def test_an_account_is_made_by_a_link_with_the_guests_answers(post: Post) -> None:
    page, phone, room = PageClient(post.app), PageClient(post.app), StudyRoom(post.app, FakeClock())
    become_guest(page)
    path = ask(post, page, "bea@example.org")
    assert room.rows(User) == 1, "still a guest"
    landed = phone(path, 302)
    assert landed.location == "/join"
    phone.send(phone("/join"), 422, password="too short")
    phone.send(phone("/join"), password=NEW)
    assert "bea@example.org, confirmed" in phone("/settings/email").text
    assert (room.rows(User), room.rows(Review)) == (1, 1)
    assert page("/today", 302).location.startswith("/login"), "the guest's cookie is over"
    assert PageClient(post.app)("/join", 410).heading == "This link is over"
    page(path, 302)
    assert page("/join", 410).heading == "This link is over"


def test_asking_reads_and_costs_the_same_for_every_address(post: Post, alice: Person) -> None:
    seen = set()
    for email in (alice.email, "nobody@example.org"):
        page = PageClient(post.app)
        sent = page.send(page("/register"), email=email)
        seen.add((sent.status, sent.location, sent.statements))
    assert seen == {(303, "/register?sent=1", 1)}


def test_the_owner_of_an_account_is_told_by_mail(post: Post, alice: Person) -> None:
    path = ask(post, PageClient(post.app), alice.email)
    assert path == "/login/forgot"
    assert post.mailbox.recipients == [[alice.email]]
    assert "/join/" not in post.mailbox.text()


def test_a_link_is_over_when_the_account_was_made_meanwhile(post: Post) -> None:
    page = PageClient(post.app)
    path = ask(post, page, "alice@example.org")
    make_person(post.app, "Alice")
    page(path, 302)
    refused = page.send(page("/join"), 422, password=NEW)
    assert "There is an account with this e-mail" in refused.text
