"""What somebody is told of corrected keys: on Today, and in the story of a question."""

import re
from dataclasses import dataclass
from html import unescape

from flask import Flask

from quizapp.core.learner import Learner
from quizapp.services.signin import add_login_session
from tests.browser.people import cookie_for
from tests.factories import FakeClock, csrf_of
from tests.services.study_room import acting

Lines = tuple[str, ...]
NOTICE = re.compile(r'<section class="note ic sun correction".*?</section>', re.DOTALL)
ANSWERED = re.compile(r"<dt>(You [a-z ]+)</dt><dd>(.*?)</dd>", re.DOTALL)
STORY = re.compile(
    r'<li(?: class="now")?><svg.*?<p>(.*?)</p>.*?<p class="sm">(.*?)</p></li>', re.DOTALL
)


@dataclass(frozen=True)
class Notice:
    """A corrected key as Today tells it; answers have a line for each step or pair."""

    item_id: int
    revision: int
    said_label: str
    said: Lines
    old: Lines
    new: Lines


class Reader:
    """Somebody's browser; it signs in anew for every look, as months pass between them."""

    def __init__(self, app: Flask, clock: FakeClock, who: Learner) -> None:
        self.app, self.clock, self.who = app, clock, who
        self.client = app.test_client()

    def _sign_in(self) -> None:
        with acting(self.app) as session:
            token = add_login_session(session, self.who.user_id, "tests", self.clock())
            session.commit()
        self.client.set_cookie("alliance", cookie_for(self.app, token))

    def get(self, path: str) -> str:
        response = self.client.get(path)
        if response.status_code == 302:
            self._sign_in()
            response = self.client.get(path)
        assert response.status_code == 200, (path, response.status_code)
        return response.text

    def notices(self) -> dict[int, Notice]:
        """Return what Today tells, by item id; nothing is told twice."""
        found = [_notice(html) for html in NOTICE.findall(self.get("/today"))]
        by_item = {one.item_id: one for one in found}
        assert len(by_item) == len(found)
        return by_item

    def dismiss(self, notice: Notice) -> None:
        """Press "I have seen it"."""
        data = {"csrf_token": csrf_of(self.get("/today")), "revision": notice.revision}
        response = self.client.post(f"/today/corrections/{notice.item_id}", data=data)
        assert response.status_code == 303, response.text

    def story(self, bank: str, ref: str) -> list[str]:
        """Return the entries of a question's story, the newest first."""
        page = self.get(f"/items/{bank}/{ref}")
        return [_plain(f"{text} ({detail})") for text, detail in STORY.findall(page)]


def _notice(html: str) -> Notice:
    found = re.search(r"/today/corrections/(\d+)", html)
    revision = re.search(r'name="revision" value="(\d+)"', html)
    assert found
    assert revision
    label, said = (ANSWERED.findall(html) or [("", "")])[0]
    return Notice(
        int(found[1]),
        int(revision[1]),
        label,
        _lines("span", said),
        _lines("del", html),
        _lines("ins", html),
    )


def _lines(tag: str, html: str) -> Lines:
    return tuple(_plain(text) for text in re.findall(f"<{tag}>(.*?)</{tag}>", html, re.DOTALL))


def _plain(html: str) -> str:
    return unescape(" ".join(re.sub(r"<[^>]+>", "", html).split()))
