"""Learners at real servers: they answer, note what was acknowledged, and send again what was not.

A browser that gets no reply, or is told that nothing was stored, sends the same form once more.
"""

import itertools
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from http import HTTPStatus

from tests.db.live_app import LiveBrowser
from tests.factories import field_of
from tests.web.visitor import options_of

CLIENTS = 8
PATIENCE_SECONDS = 120
ANSWERS_OF_ONE = 24
NOT_STORED = "Nothing of what you just sent was stored"
MAYBE_STORED = "Send it again: it is counted once"


@dataclass(frozen=True)
class Refusal:
    """A reply that was a server's error, and when it was asked for."""

    at: float
    status: int
    path: str
    is_told: bool  # that nothing was stored, that it waits, and when to try again
    is_read: bool = False


@dataclass
class Tally:
    """What the browsers were told."""

    tokens: list[str] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)
    resent: int = 0
    is_over: bool = False
    news: threading.Condition = field(default_factory=threading.Condition)

    def acknowledge(self, token: str) -> None:
        with self.news:
            self.tokens.append(token)
            self.news.notify_all()

    def refuse(self, refusal: Refusal) -> None:
        with self.news:
            self.refusals.append(refusal)
            self.news.notify_all()
            self.news.wait(0.02)  # a person needs longer to press the button again

    def end(self) -> None:
        """Let every learner stop after the answer that is under way."""
        with self.news:
            self.is_over = True
            self.news.notify_all()

    def wait_until(self, is_so: Callable[[], bool], seconds: float = PATIENCE_SECONDS) -> None:
        """Wait until something of this tally is so; AssertionError when it does not come."""
        with self.news:
            assert self.news.wait_for(is_so, timeout=seconds), "the learners got nowhere"

    def wait_for_answers(self, number: int) -> None:
        """Wait until so many were acknowledged; each may take as long as `wait_until` waits."""
        while (there := len(self.tokens)) < number:
            self._wait_for_another(there)

    def _wait_for_another(self, there: int) -> None:
        self.wait_until(lambda: len(self.tokens) > there)

    def wait_for_more(self, number: int) -> None:
        """Wait for so many answers from now on."""
        self.wait_for_answers(len(self.tokens) + number)

    def wait_for_more_refusals(self, number: int) -> None:
        """Wait for so many errors from now on."""
        there = len(self.refusals)
        self.wait_until(lambda: len(self.refusals) >= there + number)

    def count(self, status: int) -> int:
        return Counter(one.status for one in self.refusals)[status]

    @property
    def untold(self) -> int:
        """How many errors did not say what became of what was sent."""
        return sum(not one.is_told for one in self.refusals)


class Learner:
    """A guest at a browser. `ports` are of the servers that are asked in turn."""

    def __init__(self, tally: Tally, *ports: int) -> None:
        self._tally = tally
        self._ports = itertools.cycle(ports)
        self.browser = LiveBrowser(next(self._ports))
        self.sid = 0

    def study(self) -> None:
        """Answer until it is over; a new guest comes when one has answered enough."""
        for n in itertools.count():
            if self._tally.is_over:
                break
            if n % ANSWERS_OF_ONE == 0:
                self._note_resent()
                self.browser, self.sid = LiveBrowser(next(self._ports)), 0
                self.read("/")
            else:
                self.browser.move_to(next(self._ports))
                self.next_question()
            self.answer()
        self._note_resent()

    def answer(self) -> str:
        """Answer the question that is shown; return its token."""
        token = field_of(self.browser.page, "token")
        pick = next(iter(options_of(self.browser.page).values()))
        path = f"/study/{self.sid}" if self.sid else "/"
        location = self.send(path, token=token, option=pick)
        self._tally.acknowledge(token)
        self.sid = int(location.split("/")[2])
        return token

    def next_question(self) -> None:
        """Read the next question; where there is none, begin another session."""
        if self.read(f"/study/{self.sid}") != HTTPStatus.OK:
            self.read("/today")
            self.sid = int(self.send("/study", extra="1").split("/")[2])
            assert self.read(f"/study/{self.sid}") == HTTPStatus.OK

    def read(self, path: str) -> int:
        """Read a page until it is there; return its status."""
        began = time.monotonic()
        while True:
            at = time.monotonic()
            assert at < began + PATIENCE_SECONDS, f"{path} is refused for ever"
            status, _ = self.browser.get(path)
            if status < HTTPStatus.INTERNAL_SERVER_ERROR:
                return status
            is_told = "Try again" in self.browser.body
            self._refused(Refusal(at, status, path, is_told, is_read=True))

    def send(self, path: str, **fields: str) -> str:
        """Send a form until it is taken; return where it leads."""
        began = time.monotonic()
        while True:
            at = time.monotonic()
            assert at < began + PATIENCE_SECONDS, f"{path} is refused for ever"
            status, location = self.browser.post(path, **fields)
            if status == HTTPStatus.SEE_OTHER:
                return location
            assert status >= HTTPStatus.INTERNAL_SERVER_ERROR, (path, status, self.browser.body)
            told = any(words in self.browser.body for words in (NOT_STORED, MAYBE_STORED))
            waits = "token" not in fields or fields["token"] in self.browser.body
            self._refused(Refusal(at, status, path, told and waits))

    def _refused(self, refusal: Refusal) -> None:
        is_told = refusal.is_told and "Retry-After" in self.browser.headers
        self._tally.refuse(replace(refusal, is_told=is_told))

    def _note_resent(self) -> None:
        with self._tally.news:
            self._tally.resent += self.browser.resent


@contextmanager
def learners_at(*ports: int, clients: int = CLIENTS) -> Iterator[Tally]:
    """Let so many learners study meanwhile; at the end each finishes its answer."""
    tally = Tally()

    def failed(done: Future[None]) -> None:
        if done.exception():
            tally.end()

    with ThreadPoolExecutor(clients) as pool:
        studying = [pool.submit(Learner(tally, *ports).study) for _ in range(clients)]
        for one in studying:
            one.add_done_callback(failed)
        try:
            yield tally
        finally:
            tally.end()
            for one in studying:
                one.result()
