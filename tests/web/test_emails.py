"""Another e-mail address: confirmed from the new one, told to the old one."""

import pytest
from flask import Flask

from quizapp.db.models.mail import Outbox
from tests.factories import PASSWORD, FakeClock, Person, make_person
from tests.services.study_room import StudyRoom
from tests.services.test_accounts import user
from tests.web.page_client import PageClient
from tests.web.posting import ADDRESS, NEW, Post
from tests.web.visitor import Visitor

NEW_EMAIL = "alice@new.example.org"


@pytest.fixture
def alice(app: Flask) -> Person:
    return make_person(app, "Alice")


def signed_in(post: Post, person: Person) -> PageClient:
    browser = Visitor(post.app)
    browser.sign_in(person)
    return PageClient(post.app, browser.cookie())


def ask(page: PageClient, email: str = NEW_EMAIL) -> None:
    sent = page.send(page("/settings/email"), email=email, password=PASSWORD)
    assert "Look in your e-mail" in page.follow(sent).text


def address(post: Post, person: Person) -> str | None:
    return user(StudyRoom(post.app, FakeClock()), person.user_id).email


def test_an_address_changes_when_the_new_one_answers(post: Post, alice: Person) -> None:
    page = signed_in(post, alice)
    ask(page)
    assert post.deliver() == 2
    assert post.mailbox.recipients == [[NEW_EMAIL], [alice.email]]
    assert "about to change" in post.mailbox.mails[1]["Subject"]
    assert address(post, alice) == alice.email, "not yet"
    post.mailbox.mails.reverse()
    nobody = PageClient(post.app)
    landed = nobody(post.mailbox.link(ADDRESS), 302)
    assert landed.location == "/email"
    assert NEW_EMAIL in nobody.follow(landed).text
    nobody.send(nobody("/email"))
    assert address(post, alice) == NEW_EMAIL
    assert post.deliver() == 1
    assert post.mailbox.recipients[-1] == [alice.email]
    assert NEW_EMAIL in post.mailbox.text()
    assert nobody("/email", 410).heading == "This link is over"
    nobody.send(nobody("/login"), email=NEW_EMAIL, password=PASSWORD)


def test_it_takes_the_password(post: Post, alice: Person) -> None:
    page = signed_in(post, alice)
    refused = page.send(page("/settings/email"), 422, email=NEW_EMAIL, password="x")
    assert "not your current password" in refused.text
    assert StudyRoom(post.app, FakeClock()).rows(Outbox) == 0


def test_an_address_of_somebody_else_reads_the_same_to_who_asks(
    post: Post,
    alice: Person,
) -> None:
    bob = make_person(post.app, "Bob")
    page = signed_in(post, alice)
    ask(page, bob.email)
    post.deliver()
    assert post.mailbox.recipients[0] == [bob.email]
    assert "You have an account" in post.mailbox.mails[0]["Subject"]
    assert "/email/" not in str(post.mailbox.mails[0])


def test_the_own_address_is_confirmed(post: Post, alice: Person) -> None:
    page = signed_in(post, alice)
    assert "not confirmed yet" in page("/settings/email").html
    ask(page, "")
    assert post.deliver() == 1, "no other address to tell"
    page(post.mailbox.link(ADDRESS), 302)
    page.send(page("/email"))
    assert "org, confirmed" in page("/settings/email").html


def test_a_new_password_stops_a_change_under_way(post: Post, alice: Person) -> None:
    page = signed_in(post, alice)
    ask(page)
    post.deliver()
    post.mailbox.mails.reverse()
    path = post.mailbox.link(ADDRESS)
    page.send(page("/settings/password"), current=PASSWORD, new=NEW)
    page(path, 302)
    assert page("/email", 410).heading == "This link is over"
    assert address(post, alice) == alice.email


@pytest.mark.parametrize("email", ["alice", "a@b.example\r\nBcc: eve@example.org", "a@b,c@d.org"])
def test_what_is_no_address(post: Post, alice: Person, email: str) -> None:
    page = signed_in(post, alice)
    page.send(page("/settings/email"), 422, email=email, password=PASSWORD)
    assert StudyRoom(post.app, FakeClock()).rows(Outbox) == 0


def test_without_mail_the_operator_changes_it(app: Flask, page: PageClient, alice: Person) -> None:
    browser = Visitor(app)
    browser.sign_in(alice)
    told = PageClient(app, browser.cookie())("/settings/email")
    assert "flask user change-email" in told.text
    runner = app.test_cli_runner()
    result = runner.invoke(args=["user", "change-email", alice.email, NEW_EMAIL])
    assert result.output == f"The account of {alice.email} is now that of {NEW_EMAIL}.\n"
    page.send(page("/login"), email=NEW_EMAIL, password=PASSWORD)
    assert runner.invoke(args=["user", "change-email", "x@example.org", "y@example.org"]).exit_code
    make_person(app, "Bob")
    taken = runner.invoke(args=["user", "change-email", NEW_EMAIL, "bob@example.org"])
    assert taken.exit_code
    assert "already" in taken.output
