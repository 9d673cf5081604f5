"""F19: backups are made while learners answer, and each is restored."""

from pathlib import Path

from quizapp.adapters import clock
from quizapp.services.backups import back_up, restore
from tests.faults.aftermath import Aftermath, aftermath
from tests.faults.ground import Ground, Scale, Site
from tests.faults.report import Result, count_of
from tests.faults.studying import learners_at

TITLE = "backup while writing, and restored"
SIZES = {Scale.SHORT: (3, 12), Scale.FULL: (30, 30)}  # backups, answers before each


def run(scale: Scale, ground: Ground) -> Result:
    """Back up again and again while answers are stored; what was acknowledged before is in it."""
    backups, answers = SIZES[scale]
    made: list[tuple[list[str], Path]] = []
    with ground.site() as site:
        with site.server() as server, learners_at(server.port) as tally:
            for number in range(backups):
                tally.wait_for_more(answers)
                before = list(tally.tokens)
                folder = site.folder / f"backups-{number}"
                result = back_up(site.database, folder, now=clock.now())
                made.append((before, result.backup.path))
        after = [restored(ground, path, before) for before, path in made]
    return Result(
        "F19",
        TITLE,
        backups,
        sum(one.acknowledged for one in after),
        sum(one.lost for one in after),
        sum(one.duplicated for one in after),
        sum(one.half_written for one in after),
        len(tally.refusals),
        count_of("restored", len(after), "databases", at_least=backups),
        tuple(fault for one in after for fault in one.faults),
    )


def restored(ground: Ground, path: Path, before: list[str]) -> Aftermath:
    """Restore a backup to where nothing is, and look at it."""
    folder = ground.new_folder()
    site = Site(folder, f"sqlite:///{folder / 'instance' / 'quizapp.sqlite'}")
    restore(path, site.database, replaces=False, now=clock.now())
    return aftermath(site, before)
