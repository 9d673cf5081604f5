"""Many learners at one server, more of them from stage to stage."""

import statistics
import threading
import time
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from quizapp.adapters.clock import now
from quizapp.db import write
from quizapp.db.models.study import Review
from quizapp.web.tokens import unseal
from tests.db.live_app import LiveBrowser
from tests.faults.ground import Site
from tests.load.learner import Learner, Sample, Tally
from tests.services.study_room import acting

HELLOS = 200
ARRIVAL_SHARE = 0.4  # of a stage, in which those who are new in it arrive
STUDYING = ("question", "answer", "verdict")
Hello = Callable[[], tuple[float, float]]
SIGNING_IN = ("sign in", "sign-in form")  # a password costs what it should


@dataclass(frozen=True)
class Stage:
    """So many learners for so long; with the p50 of a hello right before it."""

    learners: int
    hello: float
    hello_p99: float  # of an idle server: how steady the machine is
    samples: tuple[Sample, ...]  # from when all had arrived

    def p99(self, routes: Collection[str] = ()) -> float:
        """Return the p99 of these routes, or of all but signing in."""
        times = [
            one.seconds
            for one in self.samples
            if (one.route in routes if routes else one.route not in SIGNING_IN)
        ]
        return percentile(times, 99)


@dataclass(frozen=True)
class Stored:
    """What browsers were told, held against the database."""

    acknowledged: int
    stored: int
    lost: int
    unacknowledged: int


@dataclass(frozen=True)
class Day:
    """What came of a crowd."""

    stages: tuple[Stage, ...]
    samples: tuple[Sample, ...]
    broken: tuple[str, ...]
    stored: Stored


def percentile(times: Sequence[float], share: int) -> float:
    """Return a percentile; of a single time that time."""
    if len(times) < 2:
        return sum(times)
    return statistics.quantiles(times, n=100, method="inclusive")[share - 1]


@contextmanager
def hello_of(site: Site) -> Iterator[Hello]:
    """Yield what asks a Flask hello behind the same server, by one browser: p50 and p99."""
    with site.server("tests.benchmarks.hello_server") as server:

        def ask() -> tuple[float, float]:
            times = []
            for _ in range(HELLOS):
                began = time.monotonic()
                LiveBrowser(server.port).get("/")
                times.append(time.monotonic() - began)
            return percentile(times, 50), percentile(times, 99)

        yield ask


@dataclass(frozen=True)
class Crowd:
    """Learners of a site: `pause` is the mean time between two looks at the screen."""

    site: Site
    emails: Sequence[str]
    pause: float
    seconds: float  # of a stage; a longer one, if nothing is answered by then
    hello: Callable[[Site], AbstractContextManager[Hello]] = hello_of

    def study(
        self, sizes: Sequence[int], is_enough: Callable[[Stage], bool] = lambda _: False
    ) -> Day:
        """Let so many learners study, stage after stage, until a stage says that it is enough."""
        began, tally, stages = now(), Tally(), list[Stage]()
        with (
            self.hello(self.site) as hello,
            self.site.server(QUIZAPP_PROXIES="1") as server,
            ending(tally) as threads,
        ):
            for size in sizes:
                stages.append(self._stage(server.port, size, hello(), tally, threads))
                if is_enough(stages[-1]):
                    break
        stored = held_against(self.site, tally.tokens, began)
        return Day(tuple(stages), tuple(tally.samples), tuple(tally.broken), stored)

    def _stage(
        self,
        port: int,
        size: int,
        hello: tuple[float, float],
        tally: Tally,
        threads: list[threading.Thread],
    ) -> Stage:
        """Have as many learners come as are lacking, and wait until the stage is over."""
        began, there = time.monotonic(), len(threads)
        arrival = ARRIVAL_SHARE * self.seconds
        for n in range(there, size):
            delay = arrival * (n - there) / max(1, size - there)
            learner = Learner(port, n, self.emails[n], self.pause, tally)
            threads.append(threading.Thread(target=learner.live, args=(delay,), daemon=True))
            threads[-1].start()
        while time.monotonic() < began + self.seconds or not tally.tokens:
            if not all(one.is_alive() for one in threads):
                break
            tally.over.wait(0.2)
        assert all(one.is_alive() for one in threads), "a learner gave up; the trace is above"
        all_there = began + arrival
        samples = [one for one in list(tally.samples) if one.at >= all_there]
        return Stage(size, *hello, tuple(samples))


@contextmanager
def ending(tally: Tally) -> Iterator[list[threading.Thread]]:
    """Collect threads; at the end each finishes its answer."""
    threads: list[threading.Thread] = []
    try:
        yield threads
    finally:
        tally.over.set()
        for thread in threads:
            thread.join()


def held_against(site: Site, tokens: Sequence[str], began: datetime) -> Stored:
    """Compare the answers acknowledged with those stored since."""
    with site.app() as app:
        with app.app_context():
            told = {unseal(token).answer_id for token in tokens}
        with acting(app, write.Mode.READ) as session:
            query = select(Review.answer_id).where(Review.received_at >= began)
            stored = session.scalars(query).all()
    return Stored(
        len(told), len(stored), len(told - set(stored)), len(stored) - len(told & set(stored))
    )
