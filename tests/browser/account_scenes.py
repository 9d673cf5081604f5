"""Pages of signing in and of accounts, without a mail server and with one."""

from functools import cache

from quizapp.services.account_tokens import RESET, add_token
from tests.browser.people import Person, cookie_with, make, writing
from tests.browser.scene import Builder, Scene, seen_by
from tests.browser.stage import Stage


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


# GET endpoints that only lead on to a page.
LEADING_ON = frozenset({"forgot.land"})

ACCOUNT_SCENES: dict[str, Builder] = {
    "forgot, no mail server": seen_by("nobody", "/login/forgot"),
    "new password": choosing(),
    "new password, too common": choosing({"password": "passwordpassword"}, 422),
    "new password, link is over": seen_by("nobody", "/reset", status=410),
}
MAIL_SCENES: dict[str, Builder] = {
    "forgot": seen_by("nobody", "/login/forgot"),
    "forgot, no address": seen_by("nobody", "/login/forgot", {"email": "maya"}, 422),
    "forgot, sent": seen_by("nobody", "/login/forgot?sent=1"),
}
