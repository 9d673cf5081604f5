"""Who sees which page: nobody in particular, a guest, a learner with an account."""

import pytest
from flask import Flask

from tests.factories import BANK, PASSWORD, load_text, make_person, sign_in
from tests.web.page_client import PageClient

# Path -> heading, or where the redirect leads.
OPEN = {
    "/banks": "Question banks",
    "/banks/small": "A small bank",
    "/items/small/s-2": "Question s-2",
    "/help": "Help",
    "/help/keys": "Keys",
    "/help/accessibility": "Accessibility",
    "/settings": "Reading and settings",
}
NOBODY = OPEN | {
    "/": "Remember it on exam day, not just tonight.",
    "/login": "Sign in",
    "/register": "Create an account",
    "/today": "-> /login?next=/today",
    "/missed": "-> /login?next=/missed",
    "/missed?state=mending": "-> /login?next=/missed?state%3Dmending",
    "/marked": "-> /login?next=/marked",
    "/progress": "-> /login?next=/progress",
    "/study/1": "-> /login?next=/study/1",
    "/settings/password": "-> /login?next=/settings/password",
}
GUEST = OPEN | {
    "/": "-> /today",
    "/login": "Sign in",
    "/register": "Keep what you have learned",
    "/today": "Good afternoon",
    "/missed": "Missed questions",
    "/marked": "Marked questions",
    "/progress": "Progress",
    "/study/1": "Question 2 of 5",
    "/study/1/1": "Question 1 of 5",
    "/study/1/done": "That is it for now",
}
LEARNER = OPEN | {
    "/": "-> /today",
    "/login": "-> /today",
    "/register": "-> /today",
    "/today": "Good afternoon",
    "/missed": "Missed questions",
    "/marked": "Marked questions",
    "/progress": "Progress",
    "/settings/password": "Change password",
}


def assert_sees(page: PageClient, path: str, expected: str) -> None:
    if expected.startswith("-> "):
        assert page(path, 302).location == expected.removeprefix("-> ")
    else:
        assert page(path).heading.startswith(expected)


def become_guest(page: PageClient, *, is_right: bool = True) -> None:
    """Answer the landing question."""
    landing = page("/")
    options = landing.options()
    wanted = [option for text, option in options.items() if text.startswith("goals") == is_right]
    verdict = page.follow(page.send(landing, option=wanted[0]))
    assert verdict.title.startswith("Right" if is_right else "Not this time")


@pytest.mark.parametrize(("path", "expected"), NOBODY.items())
def test_nobody_in_particular(page: PageClient, path: str, expected: str) -> None:
    assert_sees(page, path, expected)


def test_guest(page: PageClient) -> None:
    become_guest(page)
    for path, expected in GUEST.items():
        assert_sees(page, path, expected)


def test_learner(app: Flask, page: PageClient) -> None:
    sign_in(page.client, make_person(app, "Alice"))
    for path, expected in LEARNER.items():
        assert_sees(page, path, expected)


def test_sign_in_goes_on_to_the_page_that_was_asked_for(app: Flask, page: PageClient) -> None:
    alice = make_person(app, "Alice")
    asked = page("/missed?state=mending", 302)
    answer = page.send(page.follow(asked), email=alice.email, password=PASSWORD)
    assert answer.location == "/missed?state=mending"
    assert page.follow(answer).heading == "Missed questions"


def test_sign_out_ends_the_session_of_the_cookie(app: Flask, page: PageClient) -> None:
    sign_in(page.client, make_person(app, "Alice"))
    cookie = page.client.get_cookie("alliance")
    assert cookie
    form = page("/settings").form("/logout")
    assert page.post("/logout", form).location == "/"
    assert PageClient(app, cookie.value)("/today", 302).location == "/login?next=/today"


def test_a_bank_whose_questions_were_taken_back(app: Flask, page: PageClient) -> None:
    with app.app_context():
        load_text(BANK.replace("* Level: ", "* Status: draft\n* Level: "))
    bank = page("/banks/small")
    assert "No questions in it now" in bank.text
    assert "Can you trust it?" not in bank.text
