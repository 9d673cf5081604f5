"""Back in without the password, by the pages and the docs alone."""

import pytest
from flask import Flask

from quizapp.db.base import db
from quizapp.db.models.mail import Outbox
from tests.factories import PASSWORD, FakeClock, Person, make_person
from tests.mail_peer import silent_server
from tests.services.study_room import StudyRoom
from tests.web.page_client import PageClient
from tests.web.posting import ADDRESS, NEW, Post, with_mail
from tests.web.visitor import Visitor


@pytest.fixture
def alice(app: Flask) -> Person:
    return make_person(app, "Alice")


def reset_by_mail(post: Post, page: PageClient, email: str, password: str = NEW) -> None:
    """Walk from the sign-in page to a new password."""
    assert page("/login").form("") is not None
    sent = page.send(page("/login/forgot"), email=email)
    assert page.follow(sent).heading == "Look in your e-mail"
    assert post.deliver() == 1
    landed = page(post.mailbox.link(ADDRESS), 302)
    assert landed.location == "/reset", "no token in the address any more"
    done = page.send(page.follow(landed), password=password)
    assert page.follow(done).text.startswith("Your password is changed. Sign in with it.")


def test_who_lost_the_password_gets_back_in_by_mail(post: Post, alice: Person) -> None:
    page = PageClient(post.app)
    reset_by_mail(post, page, alice.email)
    assert page("/today", 302).location.startswith("/login"), "a link signs nobody in"
    assert page.send(page("/login"), 422, email=alice.email, password=PASSWORD).heading == "Sign in"
    page.send(page("/login"), email=alice.email, password=NEW)
    assert page("/today").heading.startswith("Good")
    assert post.deliver() == 1, "and the owner is told"
    assert "was changed" in post.mailbox.mails[-1]["Subject"]


def test_who_lost_the_password_gets_back_in_without_mail(
    app: Flask, page: PageClient, alice: Person
) -> None:
    told = page("/login/forgot")
    assert "flask user reset-password" in told.text
    words = ["user", "reset-password", alice.email, "--password", NEW]
    assert app.test_cli_runner().invoke(args=words).exit_code == 0
    page.send(page("/login"), email=alice.email, password=NEW)
    assert page("/today").heading.startswith("Good")


def test_asking_reads_the_same_for_every_address(post: Post, alice: Person) -> None:
    answers = []
    for email in (alice.email, "nobody@example.org"):
        browser = Visitor(post.app)
        browser.get("/login/forgot")
        response = browser.send("/login/forgot", email=email)
        answers.append((response.status_code, response.location, response.data))
    assert answers[0] == answers[1]


def test_asking_takes_the_same_statements_for_every_address(post: Post, alice: Person) -> None:
    page = PageClient(post.app)
    counts = {
        page.send(page("/login/forgot"), email=email).statements
        for email in (alice.email, "nobody@example.org")
    }
    assert counts == {1}, "one row is put down, and no account is looked up"


def test_a_mail_server_that_is_down_is_not_noticed_by_who_asks(app: Flask, alice: Person) -> None:
    with silent_server() as silent:
        made = with_mail(app, silent)
        page = PageClient(made)
        page.send(page("/login/forgot"), email=alice.email)
    assert StudyRoom(app, FakeClock()).rows(Outbox) == 1
    with made.app_context():
        db.engine.dispose()


@pytest.mark.parametrize(
    "headers",
    [{"Host": "evil.example"}, {"X-Forwarded-Host": "evil.example"}, {"Forwarded": "host=evil"}],
)
def test_links_do_not_follow_the_host_header(
    post: Post, alice: Person, headers: dict[str, str]
) -> None:
    browser = Visitor(post.app)
    browser.get("/login/forgot")
    form = {"csrf_token": browser.csrf, "email": alice.email}
    response = browser.client.post("/login/forgot", data=form, headers=headers)
    if "Host" in headers:
        assert response.status_code == 400, "a name that is not ours"
        browser.send("/login/forgot", email=alice.email)
    post.deliver()
    assert "evil" not in str(post.mailbox.mails[-1])
    assert f"\n{ADDRESS}/reset/" in post.mailbox.text()


def test_a_link_works_once_and_says_so_after(post: Post, alice: Person) -> None:
    page, other = PageClient(post.app), PageClient(post.app)
    reset_by_mail(post, page, alice.email)
    path = post.mailbox.link(ADDRESS)
    other(path, 302)
    assert other("/reset", 410).heading == "This link is over"
    assert PageClient(post.app)("/reset", 410).heading == "This link is over"


def test_looking_at_a_link_uses_nothing_up(post: Post, alice: Person) -> None:
    """Programs that look into mails open links before their reader does."""
    page = PageClient(post.app)
    page.send(page("/login/forgot"), email=alice.email)
    post.deliver()
    path = post.mailbox.link(ADDRESS)
    scanner = PageClient(post.app)
    scanner.follow(scanner(path, 302))
    page(path, 302)
    page.send(page("/reset"), password=NEW)


def test_a_password_that_will_not_do_can_be_chosen_again(post: Post, alice: Person) -> None:
    page = PageClient(post.app)
    page.send(page("/login/forgot"), email=alice.email)
    post.deliver()
    page(post.mailbox.link(ADDRESS), 302)
    form = page("/reset")
    refused = page.send(form, 422, password="alliance-2026-11")
    assert "name of this site" in refused.text
    page.send(refused, password=NEW)


def test_nothing_is_put_down_without_a_server(app: Flask, alice: Person) -> None:
    browser = Visitor(app)
    browser.get("/login")
    assert browser.send("/login/forgot", email=alice.email).status_code == 422
    assert StudyRoom(app, FakeClock()).rows(Outbox) == 0
