"""Backups of the real server while eight browsers answer: what was acknowledged before is there."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import func, select, text

from quizapp.adapters import clock
from quizapp.app import create_app
from quizapp.db import write
from quizapp.db.base import db
from quizapp.db.models.study import Review, StudySessionCard
from quizapp.services.backups import back_up, restore
from quizapp.web.tokens import unseal
from tests.conftest import SECRET, settings_for
from tests.db.busy_study import ANSWERS_EACH, CLIENTS, Tally, many_questions, study
from tests.db.live_app import LiveApp
from tests.factories import FakeClock
from tests.services.study_room import StudyRoom, acting

BACKUPS = 5


@pytest.mark.slow
def test_every_answer_acknowledged_before_a_backup_is_restored(tmp_path: Path) -> None:
    instance = tmp_path / "instance"
    instance.mkdir()
    server = LiveApp(instance, many_questions(tmp_path / "content"), SECRET)
    tally, made = Tally(), []
    try:
        server.wait_until_it_serves()
        with ThreadPoolExecutor(CLIENTS) as pool:
            studying = [pool.submit(study, server.port, tally) for _ in range(CLIENTS)]
            for number in range(1, BACKUPS + 1):
                assert tally.wait_for(number * CLIENTS * ANSWERS_EACH // (BACKUPS + 1))
                before = list(tally.tokens)
                folder = tmp_path / f"backups-{number}"
                result = back_up(instance / "quizapp.sqlite", folder, now=clock.now())
                made.append((before, result.backup.path))
            for one in studying:
                one.result()
    finally:
        server.stop()
    assert len({len(before) for before, _ in made}) == BACKUPS
    for number, (before, path) in enumerate(made):
        assert_restored(path, before, tmp_path / f"restored-{number}")


def assert_restored(path: Path, before: list[str], folder: Path) -> None:
    """What was acknowledged is in the restored database, whole, and nothing by half."""
    database = folder / "quizapp.sqlite"
    result = restore(path, database, replaces=False, now=clock.now())
    app = create_app(settings_for(f"sqlite:///{database}", folder))
    with app.app_context():
        acknowledged = {unseal(token).answer_id for token in before}
    with acting(app, write.Mode.READ) as session:
        stored = set(session.scalars(select(Review.answer_id)))
        assert acknowledged <= stored, "an answer acknowledged before the backup is lost"
        assert result.contents.answers == len(stored)
        places = select(func.count()).where(StudySessionCard.answer_id.is_not(None))
        assert session.scalar(places) == len(stored), "an answer is half stored"
        assert session.scalar(text("PRAGMA integrity_check")) == "ok"
        assert session.execute(text("PRAGMA foreign_key_check")).all() == []
    assert StudyRoom(app, FakeClock()).cards_differing() == 0
    with app.app_context():
        db.engine.dispose()
