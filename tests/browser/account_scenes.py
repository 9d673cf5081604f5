"""Pages of signing in and of accounts, without a mail server and with one."""

from functools import cache

from quizapp.services.account_tokens import EMAIL, RESET, add_token
from quizapp.services.signin import add_login_session
from tests.browser.people import Person, cookie_with, make, writing
from tests.browser.scene import Builder, Scene, seen_by
from tests.browser.stage import Stage

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


# GET endpoints that only lead on to a page.
LEADING_ON = frozenset({"forgot.land", "emails.land"})

ACCOUNT_SCENES: dict[str, Builder] = {
    "forgot, no mail server": seen_by("nobody", "/login/forgot"),
    "new password": choosing(),
    "new password, too common": choosing({"password": "passwordpassword"}, 422),
    "address, no mail server": seen_by("newcomer", "/settings/email"),
    "address to confirm": confirming,
    "address, link is over": seen_by("nobody", "/email", status=410),
    "signed in here": seen_by("newcomer", "/settings/sessions"),
    "signed in in many places": many_places,
    "new password, link is over": seen_by("nobody", "/reset", status=410),
}
MAIL_SCENES: dict[str, Builder] = {
    "forgot": seen_by("nobody", "/login/forgot"),
    "forgot, no address": seen_by("nobody", "/login/forgot", {"email": "maya"}, 422),
    "address": seen_by("newcomer", "/settings/email"),
    "address, sent": seen_by("newcomer", "/settings/email?sent=1"),
    "address, wrong password": seen_by("newcomer", "/settings/email", {"password": "x"}, 422),
    "forgot, sent": seen_by("nobody", "/login/forgot?sent=1"),
}
