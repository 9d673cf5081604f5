"""F1: a worker is killed in mid-answer, as a crash or the kernel's out-of-memory killer would."""

from tests.faults.aftermath import aftermath
from tests.faults.ground import Ground, Scale
from tests.faults.report import Result, count_of
from tests.faults.studying import learners_at

TITLE = "workers killed in mid-answer"
SIZES = {Scale.SHORT: (48, 4), Scale.FULL: (1_000, 32)}  # answers, kills


def run(scale: Scale, ground: Ground) -> Result:
    """Kill a worker whenever some more answers were acknowledged."""
    answers, kills = SIZES[scale]
    with ground.site() as site, site.server() as server:
        with learners_at(server.port) as tally:
            for kill in range(1, kills + 1):
                tally.wait_for_answers(kill * answers // (kills + 1))
                server.kill_worker(kill)
            tally.wait_for_answers(answers)
        after = aftermath(site, tally.tokens)
    return Result(
        "F1",
        TITLE,
        kills,
        after.acknowledged,
        after.lost,
        after.duplicated,
        after.half_written,
        len(tally.refusals),
        # Without one the workers were killed while they had nothing to do.
        count_of("connections broken", tally.resent, "replies", at_least=1),
        (
            *after.faults,
            *(
                ["more is stored than was acknowledged"]
                if after.stored != after.acknowledged
                else []
            ),
        ),
    )
