"""F8: one reader is held open while many answers are written, so that the log cannot be emptied.

Nothing can bound the log while such a reader stays. What holds: every answer is stored, the
operator is told in the log of the server, and soon after the reader is gone the log is short.
"""

import sqlite3
from contextlib import closing

from quizapp.db import wal
from tests.faults.aftermath import aftermath
from tests.faults.ground import SWITCHED, Ground, Scale, Site
from tests.faults.report import Figure, Result
from tests.faults.studying import learners_at

TITLE = "a reader held open"
# Answers while it reads, and bytes from which on a log is large.
SIZES = {Scale.SHORT: (30, 300_000), Scale.FULL: (2_400, wal.LARGE)}
ANSWERS_AFTER = 16
TOLD = "cannot be emptied"
MIB = 1024 * 1024


def run(scale: Scale, ground: Ground) -> Result:
    """Read in one transaction until so many answers were stored; then let it go."""
    answers, large = SIZES[scale]
    faults = list[str]()
    with ground.site() as site:
        with site.server(SWITCHED, FAULT_LARGE_LOG=str(large)) as server:
            with learners_at(server.port) as tally:
                with closing(sqlite3.connect(site.database, isolation_level=None)) as reader:
                    reader.execute("BEGIN")
                    reader.execute("SELECT count(*) FROM reviews").fetchone()
                    tally.wait_for_answers(answers)
                    grown, written = log_size(site), len(tally.tokens)
                    reader.execute("ROLLBACK")
                tally.wait_for_more(ANSWERS_AFTER)
            left = log_size(site) / MIB
            if grown > large and TOLD not in server.log():
                faults.append("nobody was told that the log grows")
            if grown <= large:
                faults.append(f"the log had only {grown:,} bytes: nothing was tested")
        after = aftermath(site, tally.tokens)
    return Result(
        "F8",
        TITLE,
        written,
        after.acknowledged,
        after.lost,
        after.duplicated + after.stored - after.acknowledged,
        after.half_written,
        len(tally.refusals),
        # What is written between two looks at its size comes on top.
        Figure("log after the reader is gone", left, left, left, "MiB", large / MIB + 1),
        (*after.faults, *faults),
        f"with the reader {grown / MIB:.1f} MiB, {grown / written / 1024:.1f} KiB an answer",
    )


def log_size(site: Site) -> int:
    return site.database.with_name("quizapp.sqlite-wal").stat().st_size
