"""F7: PostgreSQL is stopped, in order or as by a crash, and started again while learners study."""

import time
from http import HTTPStatus

from tests.faults.aftermath import aftermath
from tests.faults.ground import Ground, Scale
from tests.faults.report import Figure, Result
from tests.faults.studying import CLIENTS, Refusal, learners_at

TITLE = "PostgreSQL stopped and started"
ROUNDS = {Scale.SHORT: 1, Scale.FULL: 10}
HOW = ("immediate", "fast")
GOAL_SECONDS = 1.0
ANSWERS_BETWEEN = 16


def run(scale: Scale, ground: Ground) -> Result:
    """Restart the database; each error must come before a second after it is back."""
    latest, faults, tries = list[float](), list[str](), ROUNDS[scale]
    with ground.postgres_site(is_durable=True) as site, site.server() as server:
        with learners_at(server.port) as tally:
            for number in range(tries):
                tally.wait_for_more(ANSWERS_BETWEEN)
                before = len(tally.refusals)
                ground.postgres.stop(HOW[number % len(HOW)])
                tally.wait_for_more_refusals(CLIENTS)
                ground.postgres.start()
                back = time.monotonic()
                tally.wait_for_more(ANSWERS_BETWEEN)
                latest.append(max(one.at - back for one in tally.refusals[before:]))
        # Nobody is there this time, so that no error shows the pool that its connections are dead.
        ground.postgres.stop(HOW[0])
        ground.postgres.start()
        with learners_at(server.port) as rested:
            rested.wait_for_answers(CLIENTS)
        if rested.refusals:
            faults.append(f"{len(rested.refusals)} errors after a restart that nobody saw")
        tally.tokens += rested.tokens
        after = aftermath(site, tally.tokens)
    errors = [one for one in tally.refusals if one.status != HTTPStatus.SERVICE_UNAVAILABLE]
    if tally.untold:
        faults.append(f"{tally.untold} were not told: {untold(tally.refusals)}")
    return Result(
        "F7",
        TITLE,
        tries + 1,
        after.acknowledged,
        after.lost,
        after.duplicated + after.stored - after.acknowledged,
        after.half_written,
        len(errors),
        Figure(
            "last error asked for after it was back",
            max(0.0, sorted(latest)[len(latest) // 2]),
            max(0.0, min(latest)),
            max(0.0, *latest),
            "s",
            GOAL_SECONDS,
        ),
        (*after.faults, *faults),
        f"{len(tally.refusals):,} times 503 while it was away",
    )


def untold(refusals: list[Refusal]) -> list[tuple[int, str]]:
    return sorted({(one.status, one.path) for one in refusals if not one.is_told})
