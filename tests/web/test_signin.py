"""Signing in and out in the browser: whose cookie it is, where one goes on, what moves along."""

from collections.abc import Callable
from urllib.parse import quote, urljoin, urlsplit

import pytest
from flask import Flask

from quizapp.db.models.accounts import LoginSession, User
from quizapp.db.models.study import Review
from tests.factories import PASSWORD, FakeClock, Person, make_person
from tests.services.study_room import StudyRoom
from tests.web.visitor import Visitor, options_of

SignIn = Callable[[str], Visitor]
STAYING = ("/today", "/missed?state=mending&page=2", "/settings/password", "/study/7/done", "/")
LEAVING = (
    "//evil.example",
    "///evil.example",
    "////evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "\\/evil.example",
    "/\\/evil.example",
    "https://evil.example",
    "http:evil.example",
    "https:evil.example/",
    "https:/evil.example",
    "HTTPS://EVIL.EXAMPLE",
    "evil.example",
    "//evil.example/%2e%2e",
    "//user@evil.example",
    "//localhost@evil.example",
    "http://localhost@evil.example",
    "http://localhost.evil.example",
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "data:text/html,x",
    "\t//evil.example",
    " //evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    "\n//evil.example",
    "/\r\n/evil.example",
    "/today\r\nSet-Cookie: x=y",
    "/\x00/evil.example",
    "\x01//evil.example",
    "/\u2028/evil.example",
    "//[evil",
    "//[::1",
    "http://[",
    "//evil.example:99999",
    "///",
    "//",
    "",
    "?next=//evil.example",
    "#//evil.example",
    ".//evil.example",
    "//\u3002evil.example",
    "/\u00ad/evil.example",
    "x" * 5000,
)


@pytest.fixture
def room(app: Flask, clock: FakeClock) -> StudyRoom:
    return StudyRoom(app, clock)


@pytest.fixture
def alice(app: Flask) -> Person:
    return make_person(app, "Alice")


def goes_to(location: str) -> str:
    """Return the host that a browser on http://localhost/login would go to."""
    cleaned = "".join(c for c in location.strip(" \t\r\n\x00\x01") if c not in "\t\r\n")
    return urlsplit(urljoin("http://localhost/login", cleaned.replace("\\", "/"))).netloc


@pytest.mark.parametrize("wanted", STAYING)
def test_signing_in_goes_on_to_a_page_of_this_site(app: Flask, alice: Person, wanted: str) -> None:
    browser, url = Visitor(app), f"/login?next={quote(wanted)}"
    browser.get(url)
    response = browser.send(url, email=alice.email, password=alice.password)
    assert response.location == wanted


def test_no_next_leads_off_the_site(app: Flask, alice: Person) -> None:
    browser = Visitor(app)
    browser.sign_in(alice)
    for wanted in LEAVING:
        response = browser.client.get(f"/login?next={quote(wanted)}")
        if "\x00" in wanted:
            assert response.status_code == 400
            continue
        assert response.status_code == 302, repr(wanted)
        assert goes_to(response.location) == "localhost", repr(wanted)
        assert "\n" not in response.location
        assert "Set-Cookie: x=y" not in str(response.headers)


@pytest.mark.parametrize("wanted", LEAVING[:10])
def test_nor_after_the_form_was_sent(app: Flask, alice: Person, wanted: str) -> None:
    browser, url = Visitor(app), f"/login?next={quote(wanted)}"
    browser.get(url)
    response = browser.send(url, email=alice.email, password=alice.password)
    assert response.status_code == 303
    assert goes_to(response.location) == "localhost"


def test_a_page_that_needs_somebody_is_come_back_to(app: Flask, alice: Person) -> None:
    browser = Visitor(app)
    response = browser.client.get("/missed?state=mending")
    assert response.status_code == 302
    browser.get(response.location)
    back = browser.send(response.location, email=alice.email, password=alice.password)
    assert back.location == "/missed?state=mending"
    assert browser.client.get(back.location).status_code == 200


def test_the_cookie_changes_when_somebody_signs_in(app: Flask, alice: Person) -> None:
    """A cookie that was planted before is worth nothing after (session fixation)."""
    browser = Visitor(app)
    browser.get("/login")
    planted = browser.cookie()
    before = browser.csrf
    browser.sign_in(alice)
    assert browser.cookie() != planted
    thief = Visitor(app)
    thief.client.set_cookie(app.config["SESSION_COOKIE_NAME"], planted)
    assert thief.client.get("/today").status_code == 302
    browser.get("/settings")
    assert browser.csrf != before
    assert browser.client.post("/study", data={"csrf_token": before}).status_code == 400


def test_a_cookie_of_before_signing_out_is_worth_nothing(
    app: Flask, alice: Person, room: StudyRoom
) -> None:
    browser, phone = Visitor(app), Visitor(app)
    browser.sign_in(alice)
    phone.sign_in(alice)
    stolen = browser.cookie()
    browser.get("/settings")
    assert browser.send("/logout").status_code == 303
    assert room.rows(LoginSession) == 1, "on the server too"
    thief = Visitor(app)
    thief.client.set_cookie(app.config["SESSION_COOKIE_NAME"], stolen)
    assert thief.client.get("/today").status_code == 302
    assert phone.client.get("/today").status_code == 200, "her phone stays signed in"
    assert browser.client.get("/today").status_code == 302


def test_a_new_password_signs_every_other_browser_out(app: Flask, alice: Person) -> None:
    browser, phone = Visitor(app), Visitor(app)
    browser.sign_in(alice)
    phone.sign_in(alice)
    browser.get("/settings/password")
    new = "another row of plain words"
    response = browser.send("/settings/password", current=alice.password, new=new)
    assert response.status_code == 303
    assert browser.client.get("/today").status_code == 200
    assert phone.client.get("/today").status_code == 302
    phone.get("/login")
    old = phone.send("/login", email=alice.email, password=alice.password)
    assert old.status_code == 422
    assert phone.send("/login", email=alice.email, password=new).status_code == 303


def test_who_is_no_account_and_who_mistypes_reads_the_same(app: Flask, alice: Person) -> None:
    pages = []
    for email in (alice.email, "nobody@example.org"):
        browser = Visitor(app)
        browser.get("/login")
        response = browser.send("/login", email=email, password="not the password at all")
        assert response.status_code == 422
        pages.append(response.text.replace(email, "").replace(browser.csrf, ""))
    assert pages[0] == pages[1]


def guest(app: Flask) -> Visitor:
    """Somebody who has answered the question of the landing page."""
    browser = Visitor(app)
    options = options_of(browser.get("/"))
    first = next(iter(options.values()))
    response = browser.send("/", token=browser.token(), option=first, tz="Asia/Tokyo")
    assert response.status_code == 303
    return browser


@pytest.mark.db
def test_a_guests_answers_come_along_when_ticked(app: Flask, room: StudyRoom) -> None:
    alice = make_person(app, "Alice")
    browser = guest(app)
    assert 'name="add"' in browser.get("/login")
    response = browser.send("/login", email=alice.email, password=PASSWORD, add="1")
    assert response.status_code == 303
    assert (room.rows(User), room.rows(Review)) == (1, 1)
    assert room.cards_differing() == 0
    assert browser.get("/today")


def test_and_stay_behind_when_not(app: Flask, alice: Person, room: StudyRoom) -> None:
    browser = guest(app)
    browser.get("/login")
    browser.send("/login", email=alice.email, password=alice.password)
    assert (room.rows(User), room.rows(Review)) == (2, 1)


def test_an_account_has_nothing_to_bring_along(app: Flask, signed_in: SignIn) -> None:
    bob, alice = signed_in("Bob"), make_person(app, "Alice")
    bob.get("/settings")
    response = bob.send("/login", email=alice.email, password=alice.password, add="1")
    assert response.status_code == 303


@pytest.mark.parametrize("extra", ["user_id", "role", "is_guest", "is_admin", "id"])
def test_no_field_makes_one_more_than_a_learner(
    visitor: Visitor, room: StudyRoom, extra: str
) -> None:
    visitor.get("/register")
    fields = {"email": "alice@example.org", "password": PASSWORD, extra: "admin"}
    assert visitor.send("/register", **fields).status_code == 303
    assert room.rows(User) == 1
    made = room.user_named("")
    assert (made.role, made.is_guest, made.id) == ("learner", False, 1)


def test_the_guests_zone_is_that_of_the_browser(app: Flask, room: StudyRoom) -> None:
    guest(app)
    assert room.user_named("").zone == "Asia/Tokyo"


@pytest.mark.parametrize("zone", ["", "Mars/Base", "../../etc/passwd", "America", "x" * 3000])
def test_an_unknown_zone_becomes_the_instances(
    visitor: Visitor, room: StudyRoom, zone: str
) -> None:
    visitor.get("/register")
    visitor.send("/register", email="alice@example.org", password=PASSWORD, tz=zone)
    assert room.user_named("").zone == "UTC"
