"""The real server under eight browsers, its workers killed meanwhile: no answer is lost."""

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from sqlalchemy import func, select, text

from quizapp.app import create_app
from quizapp.db import write
from quizapp.db.models.study import Review, StudySessionCard
from quizapp.web.tokens import unseal
from tests.conftest import SECRET, settings_for
from tests.db.live_app import LiveApp, LiveBrowser
from tests.factories import BANK, FakeClock, field_of
from tests.services.study_room import StudyRoom, acting
from tests.web.visitor import options_of

CLIENTS, ANSWERS_EACH, KILLS = 8, 20, 6
SEE_OTHER = 303


@dataclass
class Tally:
    """What the browsers were told, and when to kill the next worker."""

    tokens: list[str] = field(default_factory=list)
    conflicts: int = 0
    resent: int = 0
    news: threading.Condition = field(default_factory=threading.Condition)

    def acknowledge(self, token: str) -> None:
        with self.news:
            self.tokens.append(token)
            self.news.notify_all()

    def wait_for(self, number: int) -> bool:
        with self.news:
            return self.news.wait_for(lambda: len(self.tokens) >= number, timeout=120)


def many_questions(folder: Path) -> Path:
    """Write a bank of 60 true/false questions on as many concepts."""
    head, rest = BANK.split("## [s-1]", 1)
    one = rest[rest.index("## [s-2]") : rest.index("## [s-3]")]
    # Long enough for the item check, or the questions would be drafts.
    one = one.replace("One idea for", "It is one idea, meant for")
    first = rest[: rest.index("## [s-2]")]
    items = (
        one.replace("[s-2] Reach", f"[s-{n}] Reach {n}").replace("every", f"every {n}.")
        for n in range(2, 62)
    )
    folder.mkdir()
    (folder / "small.md").write_text(f"{head}## [s-1]{first}{''.join(items)}")
    return folder


def study(port: int, tally: Tally) -> None:
    """Come as a guest, answer, and note each answer that was acknowledged."""
    browser = LiveBrowser(port)
    browser.get("/")
    sid = 0
    for n in range(ANSWERS_EACH):
        token = field_of(browser.page, "token")
        pick = next(iter(options_of(browser.page).values()))
        path = f"/study/{sid}" if sid else "/"
        status, location = browser.post(path, token=token, option=pick)
        assert status == SEE_OTHER, (n, status)
        tally.acknowledge(token)
        sid = int(location.split("/")[2])
        status, location = browser.get(f"/study/{sid}")
        if status != 200:
            browser.get("/today")
            _, location = browser.post("/study", extra="1")
            sid = int(location.split("/")[2])
            browser.get(f"/study/{sid}")
    with tally.news:
        tally.resent += browser.resent


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
