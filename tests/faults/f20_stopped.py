"""F20: an update under load. The processes are replaced, and the app is stopped and started."""

import socket
from contextlib import ExitStack

from tests.db.live_app import HOST
from tests.faults.aftermath import Aftermath, aftermath
from tests.faults.ground import Ground, Scale, Site
from tests.faults.report import Figure, Result
from tests.faults.studying import Tally, learners_at

TITLE = "SIGHUP and SIGTERM under load"
SIZES = {Scale.SHORT: (1, 8), Scale.FULL: (10, 40)}  # times each, answers before each


def run(scale: Scale, ground: Ground) -> Result:
    """Interrupt in both ways; no request fails, and no connection breaks."""
    times, answers = SIZES[scale]
    tallies: list[Tally] = []
    after: list[Aftermath] = []
    for way in (replace, restart):
        with ground.site() as site:
            tallies.append(way(site, times, answers))
            after.append(aftermath(site, tallies[-1].tokens))
    broken = sum(one.resent for one in tallies)
    return Result(
        "F20",
        TITLE,
        2 * times,
        sum(one.acknowledged for one in after),
        sum(one.lost for one in after),
        sum(one.duplicated for one in after),
        sum(one.half_written for one in after),
        sum(len(one.refusals) for one in tallies),
        Figure("connections broken", broken, broken, broken, "replies", goal=0),
        tuple(fault for one in after for fault in one.faults),
    )


def replace(site: Site, times: int, answers: int) -> Tally:
    """Have the server replace its processes, as `systemctl reload` does."""
    with site.server() as server, learners_at(server.port) as tally:
        for _ in range(times):
            tally.wait_for_more(answers)
            server.replace_workers()
        tally.wait_for_more(answers)
    return tally


def restart(site: Site, times: int, answers: int) -> Tally:
    """Stop and start on a socket that systemd holds: requests wait until the new one serves."""
    with socket.create_server((HOST, 0), backlog=128) as listening, ExitStack() as running:
        server = running.enter_context(site.server(listening=listening))
        with learners_at(server.port) as tally:
            for _ in range(times):
                tally.wait_for_more(answers)
                running.close()
                running.enter_context(site.server(listening=listening))
            tally.wait_for_more(answers)
    return tally
