"""A learner's day at a browser: sign in, study, look at what was missed and at progress."""

import re
import threading
import time
from contextlib import suppress
from dataclasses import dataclass, field
from http import HTTPStatus
from random import Random

from tests.db.live_app import LiveBrowser
from tests.factories import PASSWORD
from tests.load.question_form import filled_in

ROUTES = (
    ("sign in", "POST", r"/login"),
    ("sign-in form", "GET", r"/login"),
    ("Today", "GET", r"/today"),
    ("start a session", "POST", r"/study"),
    ("question", "GET", r"/study/\d+(\?show=1)?"),
    ("answer", "POST", r"/study/\d+"),
    ("verdict", "GET", r"/study/\d+/\d+"),
    ("summary", "GET", r"/study/\d+/done"),
    ("missed", "GET", r"/missed"),
    ("progress", "GET", r"/progress"),
)
ANSWERS_BETWEEN = 3  # looks at what was missed


@dataclass(frozen=True)
class Sample:
    """One request and its reply."""

    route: str
    at: float
    seconds: float
    status: int


@dataclass
class Tally:
    """What the browsers saw; lists only grow, so threads need no lock."""

    samples: list[Sample] = field(default_factory=list)
    tokens: list[str] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)


class Over(Exception):  # noqa: N818 - no error: the learner goes home
    """It is over, at a moment at which nothing is under way."""


class TimedBrowser(LiveBrowser):
    """A browser in a network of its own whose requests are timed, the connection included."""

    def __init__(self, port: int, place: int, tally: Tally) -> None:
        address = f"10.{place >> 16 & 255}.{place >> 8 & 255}.{place & 255}"
        super().__init__(port, **{"X-Forwarded-For": address})
        self._tally = tally

    def _ask(self, method: str, path: str, body: str) -> tuple[int, str]:
        began = time.monotonic()
        status, location = super()._ask(method, path, body)
        took = time.monotonic() - began
        self._tally.samples.append(Sample(route_of(method, path), began, took, status))
        if status >= HTTPStatus.BAD_REQUEST:
            self._tally.broken.append(f"{status} {method} {path}")
        return status, location


def route_of(method: str, path: str) -> str:
    """Return what a request is for."""
    for name, verb, pattern in ROUTES:
        if verb == method and re.fullmatch(pattern, path):
            return name
    return "other"


class Learner:
    """Somebody with an account. `pause` is the mean time between two looks at the screen."""

    def __init__(self, port: int, place: int, email: str, pause: float, tally: Tally) -> None:
        self._browser = TimedBrowser(port, place, tally)
        self._email = email
        self._pause = pause
        self._tally = tally
        self._chance = Random(place)  # noqa: S311 - how long somebody thinks
        self._sid = 0

    def live(self, delay: float) -> None:
        """Come after `delay` seconds, study until it is over; an answer under way is finished."""
        with suppress(Over):
            self._wait(delay)
            self._sign_in()
            while True:
                self._study()
                for path in ("/missed", "/progress"):
                    self._browser.get(path)
                    self._think()
        self._tally.broken += ["no reply"] * self._browser.resent

    def _sign_in(self) -> None:
        self._browser.get("/login")
        self._browser.post("/login", email=self._email, password=PASSWORD)
        self._browser.get("/today")
        self._think()

    def _study(self) -> None:
        for _ in range(ANSWERS_BETWEEN):
            if not self._next_question():
                return
            self._think()
            self._answer()
            self._think()

    def _next_question(self) -> bool:
        """Have a question on the screen; without one left begin a session, if there is any."""
        if self._sid and self._browser.get(f"/study/{self._sid}")[0] == HTTPStatus.OK:
            return True
        self._browser.get("/today")
        _, location = self._browser.post("/study", extra="1")
        found = re.fullmatch(r"/study/(\d+)", location)
        self._sid = int(found[1]) if found else 0
        return bool(found) and self._browser.get(location)[0] == HTTPStatus.OK

    def _answer(self) -> None:
        form = filled_in(self._browser.page)
        if form.method == "get":
            self._browser.get(f"/study/{self._sid}?show=1")
            form = filled_in(self._browser.page)
        token = form.fields["token"][0]
        status, location = self._browser.post(f"/study/{self._sid}", **form.fields)
        if status == HTTPStatus.SEE_OTHER:
            self._tally.tokens.append(token)
            self._browser.get(location)

    def _think(self) -> None:
        self._wait(self._chance.uniform(0.5, 1.5) * self._pause)

    def _wait(self, seconds: float) -> None:
        if self._tally.over.wait(seconds):
            raise Over
