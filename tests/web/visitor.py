"""A browser without scripts: reads pages, fills in their forms, keeps its cookie."""

import re
from collections.abc import Sequence
from html import unescape

from flask import Flask
from werkzeug.test import TestResponse

from tests.factories import Person, csrf_of, field_of

SEE_OTHER = 303
SECONDS_TO_ANSWER = 20


class Visitor:
    """One browser of the app under test."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.client = app.test_client()
        self.page = ""  # the page that was read last
        self.csrf = ""

    def get(self, url: str, status: int = 200) -> str:
        """Read a page; redirects are not followed."""
        response = self.client.get(url)
        assert response.status_code == status, f"{url}: {response.status_code}\n{response.text}"
        self._keep(response)
        return self.page

    def send(self, url: str, **fields: object) -> TestResponse:
        """Send a form with the CSRF token of the last page that had a form; answers take time."""
        if "token" in fields:
            self.app.config["CLOCK"].forward(seconds=SECONDS_TO_ANSWER)
        response = self.client.post(url, data={"csrf_token": self.csrf, **fields})
        if response.mimetype == "text/html" and response.status_code != SEE_OTHER:
            self._keep(response)
        return response

    def _keep(self, response: TestResponse) -> None:
        self.page = response.text
        if 'name="csrf_token"' in self.page:
            self.csrf = csrf_of(self.page)

    def sign_in(self, person: Person, url: str = "/login") -> TestResponse:
        self.get(url)
        response = self.send(url, email=person.email, password=person.password)
        assert response.status_code == SEE_OTHER, response.text
        return response

    def start(self) -> int:
        """Start a session of everything that is left today; return its id."""
        self.get("/today")
        response = self.send("/study")
        assert response.status_code == SEE_OTHER, response.text
        return int(response.location.rsplit("/", 1)[1])

    def question(self, sid: int) -> dict[str, str]:
        """Read the session's next question; return its options: text -> id."""
        page = self.get(f"/study/{sid}")
        if 'name="show"' in page:
            self.get(f"/study/{sid}?show=1")
        return options_of(self.page)

    def token(self) -> str:
        """Return the token of the question that was read last."""
        return field_of(self.page, "token")

    def answer(self, sid: int, *options: str, token: str = "", **fields: object) -> TestResponse:
        """Send option ids for the question that was read last."""
        return self.send(
            f"/study/{sid}", token=token or self.token(), option=list(options), **fields
        )

    def answer_next(self, sid: int, wanted: Sequence[str] = ()) -> TestResponse:
        """Answer the next question: by the options that are wanted or the first, or with Good."""
        options = self.question(sid)
        if not options:
            return self.answer(sid, grade="3")
        picks = [option for text, option in options.items() if text in wanted]
        return self.answer(sid, *(picks or list(options.values())[:1]))

    def cookie(self) -> str:
        """Return the value of the session cookie."""
        found = self.client.get_cookie(self.app.config["SESSION_COOKIE_NAME"])
        assert found is not None
        return found.value


_OPTION = re.compile(r'name="option" value="([^"]*)".*?<span class="txt">(.*?)</span></label>')


def options_of(page: str) -> dict[str, str]:
    """Return text -> id of the options on a page."""
    found = _OPTION.findall(page)
    return {unescape(re.sub(r"<[^>]+>", "", html)): option_id for option_id, html in found}
