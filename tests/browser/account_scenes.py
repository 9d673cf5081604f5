"""Pages of signing in and of accounts, without a mail server and with one."""

from functools import cache
from itertools import count

import pyotp

from quizapp.adapters.authenticator import secret_of
from quizapp.db.models.accounts import SecondFactor
from quizapp.services.account_tokens import EMAIL, HALF, JOIN, RESET, add_token
from quizapp.services.signin import add_login_session
from tests.browser.people import Person, cookie_with, make, writing
from tests.browser.scene import Builder, Scene, seen_by
from tests.browser.stage import Stage

NUMBERS = count(1)
AGENTS = (
    "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1",
    "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0",
)


@cache
def forgetter(stage: Stage) -> tuple[Person, str]:
    """Somebody who was sent a link for a new password; and the link's token."""
    person = make(stage.app, stage.clock, "fay@example.org", name="Fay")
    with writing(stage.app) as session:
        token = add_token(session, RESET, stage.clock(), user_id=person.learner.user_id)
        session.commit()
    return person, token


def choosing(form: dict[str, str] | None = None, status: int = 200) -> Builder:
    """Return the builder of the page behind a link for a new password."""

    def build(stage: Stage) -> Scene:
        _, token = forgetter(stage)
        return Scene("/reset", cookie_with(stage.app, reset=token), form, status)

    return build


def confirming(stage: Stage) -> Scene:
    """The page behind a link that shows whose an address is."""
    person, _ = forgetter(stage)
    address = "fay.with.a.long.name@a-long-name-of-a-mail-server.example.org"
    with writing(stage.app) as session:
        user_id = person.learner.user_id
        token = add_token(session, EMAIL, stage.clock(), user_id=user_id, address=address)
        session.commit()
    return Scene("/email", cookie_with(stage.app, email_token=token))


@cache
def traveler(stage: Stage) -> Person:
    person = make(stage.app, stage.clock, "tara@example.org", name="Tara")
    with writing(stage.app) as session:
        for agent in AGENTS:
            add_login_session(session, person.learner.user_id, agent, stage.clock())
        session.commit()
    return person


def many_places(stage: Stage) -> Scene:
    return Scene("/settings/sessions", traveler(stage).cookie)


def add_factor(stage: Stage, name: str, *, is_on: bool) -> Person:
    """Return somebody with a second factor, begun or on."""
    person = make(stage.app, stage.clock, f"{name.lower()}@example.org", name=name)
    confirmed_at = stage.clock() if is_on else None
    factor = SecondFactor(user_id=person.learner.user_id, salt="salt", confirmed_at=confirmed_at)
    factor.last_step = 0
    with writing(stage.app) as session:
        session.add(factor)
        session.commit()
    return person


@cache
def careful(stage: Stage) -> Person:
    return add_factor(stage, "Cara", is_on=True)


@cache
def beginner(stage: Stage) -> Person:
    return add_factor(stage, "Bess", is_on=False)


def doubled(path: str) -> Builder:
    return lambda stage: Scene(path, careful(stage).cookie)


def beginning(form: dict[str, str] | None = None, status: int = 200) -> Builder:
    path = "/settings/second-factor/new"
    return lambda stage: Scene(path, beginner(stage).cookie, form, status)


def showing_codes(stage: Stage) -> Scene:
    """The page after the first right code; somebody new each time, as it shows once."""
    person = add_factor(stage, f"Nia{next(NUMBERS)}", is_on=False)
    secret = secret_of(str(stage.app.secret_key), person.learner.user_id, "salt")
    code = pyotp.TOTP(secret).at(stage.clock())
    return Scene("/settings/second-factor/new", person.cookie, {"code": code})


def half_way(form: dict[str, str] | None = None, status: int = 200) -> Builder:
    """Return the builder of the page after the password of somebody with a second factor."""

    def build(stage: Stage) -> Scene:
        with writing(stage.app) as session:
            user_id = careful(stage).learner.user_id
            token = add_token(session, HALF, stage.clock(), user_id=user_id)
            session.commit()
        half = {"token": token, "keep": True, "add": False}
        return Scene("/login/code", cookie_with(stage.app, half=half), form, status)

    return build


def joining(form: dict[str, str] | None = None, status: int = 200) -> Builder:
    """Return the builder of the page behind a link that makes an account."""

    def build(stage: Stage) -> Scene:
        with writing(stage.app) as session:
            token = add_token(session, JOIN, stage.clock(), address="jo@example.org")
            session.commit()
        return Scene("/join", cookie_with(stage.app, join=token), form, status)

    return build


# GET endpoints that only lead on to a page.
LEADING_ON = frozenset({"forgot.land", "emails.land", "accounts.land", "joining.land"})

ACCOUNT_SCENES: dict[str, Builder] = {
    "forgot, no mail server": seen_by("nobody", "/login/forgot"),
    "new password": choosing(),
    "new password, too common": choosing({"password": "passwordpassword"}, 422),
    "address, no mail server": seen_by("newcomer", "/settings/email"),
    "sign up, choose a password": joining(),
    "sign up, too short a password": joining({"password": "short"}, 422),
    "sign up, link is over": seen_by("nobody", "/join", status=410),
    "address to confirm": confirming,
    "address, link is over": seen_by("nobody", "/email", status=410),
    "signed in here": seen_by("newcomer", "/settings/sessions"),
    "signed in in many places": many_places,
    "second factor, off": seen_by("newcomer", "/settings/second-factor"),
    "second factor, wrong password": seen_by(
        "newcomer", "/settings/second-factor", {"password": "x"}, 422
    ),
    "second factor, on": doubled("/settings/second-factor"),
    "second factor, set up": beginning(),
    "second factor, wrong code": beginning({"code": "000"}, 422),
    "second factor, recovery codes": showing_codes,
    "code asked for": half_way(),
    "code asked for, wrong one": half_way({"code": "000"}, 422),
    "new password, link is over": seen_by("nobody", "/reset", status=410),
}
MAIL_SCENES: dict[str, Builder] = {
    "forgot": seen_by("nobody", "/login/forgot"),
    "forgot, no address": seen_by("nobody", "/login/forgot", {"email": "maya"}, 422),
    "sign up by mail": seen_by("nobody", "/register"),
    "sign up by mail, as guest": lambda stage: Scene("/register", stage.make_guest().cookie),
    "sign up by mail, sent": seen_by("nobody", "/register?sent=1"),
    "address": seen_by("newcomer", "/settings/email"),
    "address, sent": seen_by("newcomer", "/settings/email?sent=1"),
    "address, wrong password": seen_by("newcomer", "/settings/email", {"password": "x"}, 422),
    "forgot, sent": seen_by("nobody", "/login/forgot?sent=1"),
}
