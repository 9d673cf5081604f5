"""On PostgreSQL a commit under way holds up no other learner's, so they can share a sync."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

import pytest
from sqlalchemy import text

from quizapp.app import create_app
from quizapp.db.base import db
from tests.conftest import settings_for
from tests.factories import FakeClock
from tests.postgres import PostgresTemplates
from tests.services.study_room import RIGHT, StudyRoom

SECONDS = 30
# Holds the commit of one learner's answer as a slow disk would, until a lock is let go.
SLOW_DISK = """
CREATE FUNCTION slow_disk() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF NEW.user_id = {user_id} THEN PERFORM pg_advisory_xact_lock(77); END IF; RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER zz_slow_disk AFTER INSERT ON reviews
DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION slow_disk();
"""


@pytest.fixture
def room(
    postgres_templates: PostgresTemplates, tmp_path: Path, clock: FakeClock
) -> Iterator[StudyRoom]:
    with postgres_templates.database() as url:
        app = create_app(settings_for(url, tmp_path))
        yield StudyRoom(app, clock)
        with app.app_context():
            db.engine.dispose()


def test_a_commit_under_way_holds_up_no_other_learner(room: StudyRoom) -> None:
    alice, bob = room.person("Alice"), room.person("Bob")
    sids = [room.sit(who, "s-1") for who in (alice, bob)]
    with room.app.app_context():
        engine = db.engine.execution_options(isolation_level="AUTOCOMMIT")
    with engine.connect() as disk, ThreadPoolExecutor(2) as pool:
        disk.execute(text(SLOW_DISK.format(user_id=alice.user_id)))
        disk.execute(text("SELECT pg_advisory_lock(77)"))
        slow = pool.submit(room.answer, alice, sids[0], 1, *RIGHT["s-1"])
        waits = text("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")
        try:
            while not disk.scalar(waits):
                assert not slow.done(), "her commit was not held"
                Event().wait(0.02)
            pool.submit(room.answer, bob, sids[1], 1, *RIGHT["s-1"]).result(SECONDS)
            assert not slow.done()
        finally:
            disk.execute(text("SELECT pg_advisory_unlock(77)"))
        slow.result(SECONDS)
    assert [len(room.log(who)) for who in (alice, bob)] == [1, 1]
