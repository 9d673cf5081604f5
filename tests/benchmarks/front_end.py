"""What a browser has to fetch and do for a question: Chromium, its processor four times slower.

The goals are those of a phone on a slow network. On a machine that does other work the times are
too long, never too short. A first visit, then answers whose verdicts are fetched into the page.
"""

import statistics
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, CDPSession, Page, sync_playwright

from tests.benchmarks.answers_ahead import desk, questions, session_of
from tests.benchmarks.ratios import Figure, NotMeasured
from tests.browser.conftest import CHROMIUM, FLAGS
from tests.load.people import SQLITE, enrol, site_on

ROUNDS = 5
KIB = 1024
TIMES_SLOWER = 4
SLOW_4G = {
    "offline": False,
    "latency": 150,  # ms
    "downloadThroughput": 200_000,  # bytes a second
    "uploadThroughput": 90_000,
}
PHONE = {"width": 390, "height": 844}
KINDS = {"Script": 15.0, "Stylesheet": 15.0, "Document": 12.0, "Font": 90.0}
MOST_REQUESTS = 12
WATCH = """
window.seen = {lcp: 0, cls: 0, inp: 0};
const watch = (type, take, more) => new PerformanceObserver(
  (list) => list.getEntries().forEach(take)).observe({type, buffered: true, ...more});
watch("largest-contentful-paint", (one) => { seen.lcp = one.startTime; });
watch("layout-shift", (one) => { if (!one.hadRecentInput) seen.cls += one.value; });
watch("event", (one) => {
  if (one.interactionId) seen.inp = Math.max(seen.inp, one.duration);
}, {durationThreshold: 16});
"""


@dataclass
class Visit:
    """What one first visit took."""

    kilobytes: Counter[str] = field(default_factory=Counter)
    requests: int = 0
    lcp: float = 0.0
    cls: float = 0.0
    inp: float = 0.0


def figures() -> Iterator[Figure | NotMeasured]:
    """Measure first visits, each in a browser profile of its own."""
    if not Path(CHROMIUM).exists():
        yield NotMeasured("front end", f"there is no Chromium at {CHROMIUM} (CHROMIUM names it)")
        return
    with (
        tempfile.TemporaryDirectory() as folder,
        site_on(SQLITE, Path(folder) / "site") as site,
    ):
        with site.app() as app:
            (email,) = enrol(app, 1)
            learner = desk(app, email)
            sid = session_of(app, learner.learner, questions(app)[:50])
        with site.server() as server, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
            url = f"http://127.0.0.1:{server.port}/study/{sid}"
            visits = [visit(browser, url, learner.cookie) for _ in range(ROUNDS + 1)][1:]
            browser.close()
    yield from told(visits)


def visit(browser: Browser, url: str, cookie: str) -> Visit:
    """Read a question with nothing in the cache, and answer it."""
    name, _, value = cookie.partition("=")
    context = browser.new_context(viewport=PHONE, service_workers="block")  # type: ignore[arg-type]
    context.add_cookies([{"name": name, "value": value, "url": url}])
    context.add_init_script(WATCH)
    page, found = context.new_page(), Visit()
    devtools = context.new_cdp_session(page)
    slow_down(devtools)
    count(devtools, found)
    page.goto(url, wait_until="networkidle")
    found.lcp, found.cls = page.evaluate("[seen.lcp, seen.cls]")
    requests, kilobytes = found.requests, found.kilobytes.copy()
    answer(page)
    found.inp = page.evaluate("seen.inp")
    found.cls = max(found.cls, page.evaluate("seen.cls"))
    found.requests, found.kilobytes = requests, kilobytes
    context.close()
    return found


def slow_down(devtools: CDPSession) -> None:
    devtools.send("Network.enable")
    devtools.send("Network.emulateNetworkConditions", SLOW_4G)
    devtools.send("Emulation.setCPUThrottlingRate", {"rate": TIMES_SLOWER})


def count(devtools: CDPSession, found: Visit) -> None:
    """Count what comes over the line, headers included, by kind."""
    kinds: dict[str, str] = {}

    def finished(event: dict[str, Any]) -> None:
        found.requests += 1
        found.kilobytes[kinds.get(event["requestId"], "")] += event["encodedDataLength"] / KIB

    devtools.on(
        "Network.responseReceived", lambda one: kinds.update({one["requestId"]: one["type"]})
    )
    devtools.on("Network.loadingFinished", finished)


def answer(page: Page) -> None:
    """Pick the first option and have it checked, by pointer; wait for what it leads to."""
    page.locator(".opts label, .opt label, label:has(input[name=option])").first.click()
    page.get_by_role("button", name="Check answer").click()
    page.get_by_role("button", name="Next question").wait_for()
    page.wait_for_function("seen.inp > 0")  # it is told of a press after the paint


def told(visits: list[Visit]) -> Iterator[Figure]:
    """Yield each budget with what was measured."""
    for kind, goal in KINDS.items():
        sizes = [one.kilobytes[kind] for one in visits]
        yield Figure(f"first visit to a question: {kind.lower()}s", sizes, goal, unit="KiB sent")
    requests = [float(one.requests) for one in visits]
    yield Figure("first visit to a question: requests", requests, MOST_REQUESTS, unit="requests")
    lcp = [one.lcp / 1000 for one in visits]
    yield Figure("largest paint, slow 4G, processor 4 x slower", lcp, 2.0, unit="s")
    slowest = [statistics.quantiles([one.inp for one in visits], n=4)[2]]
    yield Figure("answer to the next paint, p75, processor 4 x slower", slowest, 150, unit="ms")
    yield Figure("layout shift, with the verdict", [one.cls for one in visits], 0.05, unit="CLS")
