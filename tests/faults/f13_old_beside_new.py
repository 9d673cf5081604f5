"""F13: a process of the code before the newest migration serves on beside the new schema.

The old code is what the history has from just before the newest migration. Where there is no
history, the code that is here stands in for it, and the note says so.
"""

import io
import subprocess
import tarfile
from contextlib import AbstractContextManager
from pathlib import Path

from alembic.script import ScriptDirectory

from quizapp.config import ROOT
from tests.faults.aftermath import Aftermath, aftermath
from tests.faults.f12_migrations import MIGRATIONS, move
from tests.faults.ground import Ground, Scale, Site
from tests.faults.report import Result, count_of
from tests.faults.studying import Tally, learners_at

TITLE = "old process beside the new schema"
ANSWERS = {Scale.SHORT: 12, Scale.FULL: 400}  # at the old one alone, then as many at both


def run(scale: Scale, ground: Ground) -> Result:
    """Let learners study at an old server, upgrade meanwhile, and go on at an old and a new one."""
    old, note = old_code(ground)
    sites = [ground.site()] + ([ground.postgres_site()] if scale is Scale.FULL else [])
    tried = [try_out(place, old, ANSWERS[scale]) for place in sites]
    tallies, afters = [tally for tally, _ in tried], [after for _, after in tried]
    acknowledged = sum(after.acknowledged for after in afters)
    return Result(
        "F13",
        TITLE,
        len(sites),
        acknowledged,
        sum(after.lost for after in afters),
        sum(after.duplicated + after.stored - after.acknowledged for after in afters),
        sum(after.half_written for after in afters),
        sum(len(tally.refusals) for tally in tallies),
        count_of("answers", acknowledged, "answers", at_least=2 * ANSWERS[scale]),
        tuple(fault for after in afters for fault in after.faults),
        note,
    )


def try_out(
    place: AbstractContextManager[Site], old: Path, answers: int
) -> tuple[Tally, Aftermath]:
    before, newest = last_steps()
    with place as site, site.app() as app:
        move(app, before, down=True)
        with site.server(root=old) as first:
            with learners_at(first.port) as tally:
                tally.wait_for_answers(answers // 2)
                move(app, newest)
                tally.wait_for_answers(answers)
            with site.server() as second, learners_at(first.port, second.port) as both:
                both.wait_for_answers(answers)
        tally.tokens += both.tokens
        tally.refusals += both.refusals
        return tally, aftermath(site, tally.tokens)


def last_steps() -> tuple[str, str]:
    """Return the revision before the newest migration, and the newest."""
    scripts = ScriptDirectory(MIGRATIONS)
    newest = scripts.get_revision(scripts.get_current_head() or "")
    assert isinstance(newest.down_revision, str)
    return newest.down_revision, newest.revision


def old_code(ground: Ground) -> tuple[Path, str]:
    """Return a folder with the code from before the newest migration, and what it is."""
    _, newest = last_steps()
    [script] = Path(MIGRATIONS, "versions").glob(f"{newest}_*.py")
    # Of a branch that was joined, what it was joined to.
    found = git(
        "log", "--first-parent", "-m", "--diff-filter=A", "--format=%H", "-1", "--", str(script)
    )
    added = found.decode().strip()
    packed = git("archive", "--format=tar", f"{added}^") if added else b""
    if not packed:
        return ROOT, f"no history: this code stands in for that from before migration {newest}"
    folder = ground.folder / "old-code"
    if not folder.exists():
        with tarfile.open(fileobj=io.BytesIO(packed)) as files:
            files.extractall(folder, filter="data")
    return folder, f"old: the code from before migration {newest}"


def git(*words: str) -> bytes:
    """Return what git says, nothing where it has nothing to say."""
    done = subprocess.run(["git", *words], cwd=ROOT, capture_output=True, check=False)
    return done.stdout if done.returncode == 0 else b""
