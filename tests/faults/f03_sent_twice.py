"""F3: one answer sent many times at once, across a kill. F4: eight tabs on one question."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from http import HTTPStatus
from threading import Barrier
from typing import TypeVar

from tests.db.live_app import LiveApp, LiveBrowser
from tests.factories import field_of
from tests.faults.aftermath import aftermath
from tests.faults.ground import Ground, Scale
from tests.faults.report import Result, count_of
from tests.faults.studying import Learner, Tally
from tests.web.visitor import options_of

TITLE_F3 = "one answer sent 2 to 10 times, workers killed"
TITLE_F4 = "eight tabs on one question"
ROUNDS = {Scale.SHORT: 4, Scale.FULL: 60}
TABS = 8
T = TypeVar("T")
Reply = tuple[int, str]


def at_once(actions: list[Callable[[], T]]) -> list[T]:
    start = Barrier(len(actions))

    def run(action: Callable[[], T]) -> T:
        start.wait()
        return action()

    with ThreadPoolExecutor(len(actions)) as pool:
        return list(pool.map(run, actions))


def run_f3(scale: Scale, ground: Ground) -> Result:
    """Send each form 2 to 10 times at once and kill a worker meanwhile; read the verdict each."""
    tally, faults, sent = Tally(), list[str](), 0
    with ground.site() as site, site.server() as server:
        learner = Learner(tally, server.port)
        for number in range(ROUNDS[scale]):
            token, times = at_a_question(learner, number), 2 + number * 4 % 9
            fields = {"token": token, "option": first_option(learner.browser)}
            path = f"/study/{learner.sid}" if learner.sid else "/"
            tabs = [learner.browser.another_tab() for _ in range(times)]
            replies = at_once(
                [*(sender(tab, path, fields) for tab in tabs), killer(server, number)]
            )
            faults += unlike(replies[:-1], tabs, path)
            sent += times
            tally.acknowledge(token)
            learner.browser, learner.sid = tabs[0], int(replies[0][1].split("/")[2])
            tally.resent += sum(tab.resent for tab in tabs)
        after = aftermath(site, tally.tokens)
    return Result(
        "F3",
        TITLE_F3,
        sent,
        after.acknowledged,
        after.lost,
        after.duplicated + after.stored - after.acknowledged,
        after.half_written,
        sum(" 5" in fault for fault in faults),
        count_of("connections broken", tally.resent, "replies", at_least=1),
        (*after.faults, *faults),
    )


def at_a_question(learner: Learner, number: int) -> str:
    """Show the learner a question; every few a new guest's first. Return its token."""
    if number % 8 == 0:
        learner.browser, learner.sid = learner.browser.stranger(), 0
        learner.read("/")
    else:
        learner.next_question()
    return field_of(learner.browser.page, "token")


def first_option(browser: LiveBrowser) -> str:
    return next(iter(options_of(browser.page).values()))


def sender(tab: LiveBrowser, path: str, fields: dict[str, str]) -> Callable[[], Reply]:
    return lambda: tab.post(path, **fields)


def killer(server: LiveApp, number: int) -> Callable[[], Reply]:
    def kill() -> Reply:
        server.kill_worker(number)
        return 0, ""

    return kill


def unlike(replies: list[Reply], tabs: list[LiveBrowser], path: str) -> list[str]:
    """Name what differs: every reply must lead to one verdict, which reads the same in each tab."""
    faults = [f"{path}: {status}" for status, _ in replies if status != HTTPStatus.SEE_OTHER]
    if len({location for _, location in replies}) != 1:
        faults.append(f"{path}: leads to different pages")
    if path != "/" and not faults:
        for tab in tabs:
            tab.get(replies[0][1])
        if len({tab.page.replace(tab.csrf, "") for tab in tabs}) != 1:
            faults.append(f"{path}: the verdict differs from tab to tab")
    return faults


def run_f4(scale: Scale, ground: Ground) -> Result:
    """Answer one question in eight tabs that each were shown it: one is taken, 409 for the rest."""
    tally, faults = Tally(), list[str]()
    with ground.site() as site, site.server() as server:
        learner = Learner(tally, server.port)
        learner.read("/")
        learner.answer()
        for _ in range(ROUNDS[scale]):
            learner.next_question()
            tabs = [learner.browser.another_tab() for _ in range(TABS)]
            path = f"/study/{learner.sid}"
            for tab in tabs:
                tab.get(path)  # each gets a token, and so an answer id, of its own
            forms = [(tab, field_of(tab.page, "token"), first_option(tab)) for tab in tabs]
            replies = at_once(
                [sender(tab, path, {"token": token, "option": pick}) for tab, token, pick in forms]
            )
            codes = Counter(status for status, _ in replies)
            if codes != {HTTPStatus.SEE_OTHER: 1, HTTPStatus.CONFLICT: TABS - 1}:
                faults.append(f"{path}: {dict(codes)}")
            for (tab, token, _), (status, _) in zip(forms, replies, strict=True):
                if status == HTTPStatus.SEE_OTHER:
                    tally.acknowledge(token)
                elif "was not stored" not in tab.body:
                    faults.append(f"{path}: a tab is not told that its answer was not stored")
        after = aftermath(site, tally.tokens)
    return Result(
        "F4",
        TITLE_F4,
        ROUNDS[scale] * TABS,
        after.acknowledged,
        after.lost,
        after.duplicated + after.stored - after.acknowledged,
        after.half_written,
        sum(": {5" in fault for fault in faults),
        count_of("answers taken", after.stored, "answers", at_least=ROUNDS[scale] + 1),
        (*after.faults, *faults),
    )
