"""F5: the disk is full. F6: the database file is read-only. Both come and go while it serves."""

import time
from dataclasses import dataclass
from http import HTTPStatus

from tests.db.live_app import LiveApp, LiveBrowser
from tests.faults import serving
from tests.faults.aftermath import aftermath
from tests.faults.ground import SWITCHED, Ground, Scale, Site
from tests.faults.report import Figure, Result
from tests.faults.studying import CLIENTS, Tally, learners_at

TITLE_F5 = "disk full"
TITLE_F6 = "database read-only"
ROUNDS = {Scale.SHORT: 1, Scale.FULL: 12}
# The first answer may have to wait in line behind refusals.
GOAL_SECONDS = 5.0
ANSWERS_BETWEEN = 8
PAGES = ("/", "/banks", "/banks/small")


@dataclass
class Seen:
    """What the learners met while nothing could be stored, round by round."""

    recoveries: list[float]
    faults: list[str]
    tries: int = 0


def run_f5(scale: Scale, ground: Ground) -> Result:
    """Let the file have no page more, then let the processes write no byte to any file."""
    return tried("F5", TITLE_F5, (serving.FULL, serving.QUOTA), ROUNDS[scale], ground)


def run_f6(scale: Scale, ground: Ground) -> Result:
    """Open the file for reading only."""
    return tried("F6", TITLE_F6, (serving.READ_ONLY,), ROUNDS[scale], ground)


def tried(name: str, title: str, disks: tuple[str, ...], rounds: int, ground: Ground) -> Result:
    seen = Seen([], [])
    with ground.site() as site:
        site.turn(serving.DISK, "")
        with site.server(SWITCHED) as server:
            with learners_at(server.port) as tally:
                tally.wait_for_answers(CLIENTS)
                workers = sorted(server.workers())
                for disk in disks * rounds:
                    one_round(site, server, tally, disk, seen)
            if sorted(server.workers()) != workers:
                seen.faults.append("a worker had to be started anew")
        after = aftermath(site, tally.tokens)
    refused, untold = len(tally.refusals), tally.untold
    return Result(
        name,
        title,
        seen.tries,
        after.acknowledged,
        after.lost,
        after.duplicated + after.stored - after.acknowledged,
        after.half_written,
        refused - tally.count(HTTPStatus.SERVICE_UNAVAILABLE),
        Figure(
            "first answer after it was over",
            sorted(seen.recoveries)[len(seen.recoveries) // 2],
            min(seen.recoveries),
            max(seen.recoveries),
            "s",
            GOAL_SECONDS,
        ),
        (*after.faults, *seen.faults, *([f"{untold} were not told"] if untold else [])),
        f"{refused:,} times 503, and each said that nothing was stored",
    )


def one_round(site: Site, server: LiveApp, tally: Tally, disk: str, seen: Seen) -> None:
    """Let nothing be stored until every learner was refused; pages must be readable meanwhile."""
    seen.tries += 1
    site.turn(serving.DISK, disk)
    before = len(tally.refusals)
    tally.wait_for_more_refusals(2 * CLIENTS)
    unread = [one.path for one in tally.refusals[before:] if one.is_read] + unreadable(server)
    if unread:
        seen.faults.append(f"{disk}: pages that could not be read: {sorted(set(unread))}")
    stored = len(tally.tokens)
    began = time.monotonic()
    site.turn(serving.DISK, "")
    tally.wait_for_answers(stored + 1)
    seen.recoveries.append(time.monotonic() - began)
    tally.wait_for_more(ANSWERS_BETWEEN)


def unreadable(server: LiveApp) -> list[str]:
    """Read pages as somebody without an account; return those that could not be read."""
    browser = LiveBrowser(server.port)
    return [path for path in PAGES if browser.get(path)[0] != HTTPStatus.OK]
