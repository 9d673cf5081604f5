"""A day of learners: `make load`, with ARGS="--learners 50 --seconds 20 --database postgresql".

Learners with accounts and weeks behind them study at the server of `make run`: sign in, question,
answer, verdict, missed, progress. Prints whether each answer acknowledged is stored, times by
route, and with how many learners the p99 passes twenty Flask hellos. Returns 1 when an answer is
missing or anything went wrong; how fast it was decides nothing.
"""

import argparse
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from tests.load.crowd import Crowd, Stage
from tests.load.people import POSTGRESQL, SQLITE, enrol, site_on
from tests.load.report import HELLOS_AT_MOST, is_right, is_slow, lines, route_table, stage_table

FEWEST = 25


def main(words: list[str]) -> int:
    """Study on each database that is wanted."""
    wanted = arguments(words)
    databases = [wanted.database] if wanted.database else [SQLITE, POSTGRESQL]
    fine = [is_fine(database, wanted) for database in databases]
    return 0 if all(fine) else 1


def arguments(words: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make load", description=__doc__)
    parser.add_argument("--learners", type=int, default=200, help="at once (200)")
    parser.add_argument("--seconds", type=float, default=60, help="of study (60)")
    parser.add_argument("--database", choices=(SQLITE, POSTGRESQL), help="one of both")
    parser.add_argument(
        "--pause", type=float, default=5, help="seconds between two looks at the screen (5)"
    )
    parser.add_argument(
        "--most", type=int, default=1600, help="learners to try for the limit; 0: none (1600)"
    )
    parser.add_argument("--stage", type=float, default=25, help="seconds of each try (25)")
    return parser.parse_args(words)


def is_fine(database: str, wanted: argparse.Namespace) -> bool:
    """Let the learners study, then ever more of them; return whether all went right."""
    sizes = list(doubled(wanted.most))
    with (
        tempfile.TemporaryDirectory(prefix="load-") as folder,
        site_on(database, Path(folder) / "site") as site,
    ):
        with site.app() as app:
            emails = enrol(app, max([wanted.learners, *sizes]))
        name = f"{database}, {wanted.learners} learners, a look every {wanted.pause:g} s"
        day = Crowd(site, emails, wanted.pause, wanted.seconds).study([wanted.learners])
        print("\n".join(lines(name, day)), f"\n{name}\n{route_table(day)}\n", sep="\n", flush=True)
        if not sizes:
            return is_right(day)
        growing = Crowd(site, emails, wanted.pause, wanted.stage).study(sizes, is_slow)
        print(next(lines(f"{database}, ever more learners", growing)))
        print(f"{stage_table(growing.stages)}\n{how_many(growing.stages)}\n", flush=True)
    return is_right(day) and is_right(growing)


def doubled(most: int) -> Iterator[int]:
    size = FEWEST
    while size <= most:
        yield size
        size *= 2


def how_many(stages: Sequence[Stage]) -> str:
    """Say between which numbers of learners it got slow."""
    slow = [stage.learners for stage in stages if is_slow(stage)]
    fine = [stage.learners for stage in stages if not is_slow(stage)]
    limit = f"Question, answer, verdict: p99 over {HELLOS_AT_MOST:g} Flask hellos"
    if not slow:
        return f"{limit}: not with {max(fine):,} learners, the most that were tried."
    return f"{limit}: with {slow[0]:,} learners, not yet with {max(fine, default=0):,}."


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
