"""The real server under eight browsers, its workers killed meanwhile: no answer is lost."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import func, select, text

from quizapp.app import create_app
from quizapp.db import write
from quizapp.db.models.study import Review, StudySessionCard
from quizapp.web.tokens import unseal
from tests.conftest import SECRET, settings_for
from tests.db.busy_study import ANSWERS_EACH, CLIENTS, Tally, many_questions, study
from tests.db.live_app import LiveApp
from tests.factories import FakeClock
from tests.services.study_room import StudyRoom, acting

KILLS = 6


@pytest.mark.slow
def test_no_acknowledged_answer_is_lost_when_workers_are_killed(tmp_path: Path) -> None:
    instance = tmp_path / "instance"
    instance.mkdir()
    server = LiveApp(instance, many_questions(tmp_path / "content"), SECRET)
    tally = Tally()
    try:
        server.wait_until_it_serves()
        with ThreadPoolExecutor(CLIENTS) as pool:
            studying = [pool.submit(study, server.port, tally) for _ in range(CLIENTS)]
            for kill in range(1, KILLS + 1):
                assert tally.wait_for(kill * CLIENTS * ANSWERS_EACH // (KILLS + 1))
                server.kill_worker(kill)
            for one in studying:
                one.result()
    finally:
        server.stop()
    app = create_app(settings_for(f"sqlite:///{instance / 'quizapp.sqlite'}", instance))
    with app.app_context():
        acknowledged = [unseal(token).answer_id for token in tally.tokens]
    assert len(acknowledged) == len(set(acknowledged)) == CLIENTS * ANSWERS_EACH
    assert tally.resent > 0, "no connection broke: nothing was tested"
    with acting(app, write.Mode.READ) as session:
        stored = session.scalars(select(Review.answer_id)).all()
        assert set(acknowledged) <= set(stored), "an acknowledged answer is lost"
        assert len(stored) == len(set(stored)) == len(acknowledged), "one was stored twice"
        places = select(func.count()).where(StudySessionCard.answer_id.is_not(None))
        assert session.scalar(places) == len(stored), "an answer is half stored"
        assert session.scalar(text("PRAGMA integrity_check")) == "ok"
    assert StudyRoom(app, FakeClock()).cards_differing() == 0
