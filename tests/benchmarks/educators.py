"""What the check beside the editor takes, and what answers wait while a large bank is published."""

import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from flask import Flask
from sqlalchemy import insert, select, update

from quizapp.config import ROOT
from quizapp.core.access import Role
from quizapp.core.learner import Learner
from quizapp.db import write
from quizapp.db.base import db, db_session, table_of
from quizapp.db.models.accounts import User
from quizapp.db.models.banks import Item
from quizapp.db.models.study import Card
from quizapp.db.queries.banks import bank_titles
from quizapp.db.queries.drafts import served
from tests.benchmarks.pages import most_studied, people_on, real_banks, signed_in
from tests.benchmarks.ratios import Figure, over_hello
from tests.conftest import SECRET
from tests.core.bank.generated import generated_bank
from tests.factories import NOON, csrf_of, load_text
from tests.faults.ground import Ground, Site
from tests.faults.studying import Learner as Browser
from tests.faults.studying import Tally

ROUNDS = 5
GOAL_OF_CHECK = 20.0
GOAL_OF_WAIT = 3.0
ITEMS, LEARNERS, CARDS_OF_EACH = 1_000, 500, 200
CLIENTS = 4
IDLE_SECONDS = 20.0


def figures() -> Iterator[Figure]:
    """Measure the check of one question, then answers while a bank of a thousand is published."""
    with tempfile.TemporaryDirectory() as folder, people_on(Path(folder), real_banks()) as app:
        yield of_check(app)
    with tempfile.TemporaryDirectory() as folder:
        yield of_publishing(Path(folder))


def of_check(app: Flask) -> Figure:
    """Return what it takes to save a draft and check the question that was edited."""
    with app.app_context(), write.mode(write.Mode.WRITE):
        learner = most_studied()
        make_admin(learner)
        slug, text = longest_bank()
        db.session.remove()
    client = signed_in(app, learner)
    token = csrf_of(client.get(f"/teach/banks/{slug}/edit").text)
    versions, sent, line = count(), dict[str, Any](), text.count("\n") // 2

    def write_on() -> None:
        """Make ready what a browser sends, which takes the browser's time."""
        number = next(versions)
        form = {"csrf_token": token, "version": str(number), "line": str(line)}
        form["text"] = f"{text}\n<!-- {number} -->\n"
        sent.update(data=urlencode(form), content_type="application/x-www-form-urlencoded")

    def check() -> None:
        assert client.post(f"/teach/banks/{slug}/check", **sent).status_code == 200

    ratios = over_hello(check, rounds=ROUNDS, times=10, before=write_on)
    name = f"check of one question in {len(text):,} letters / Flask hello"
    return Figure(name, ratios, GOAL_OF_CHECK)


def make_admin(learner: Learner) -> None:
    db_session.execute(update(User).where(User.id == learner.user_id).values(role=Role.ADMIN))
    db_session.commit()


def longest_bank() -> tuple[str, str]:
    """Return the bank with the longest text."""
    texts = {slug: served(db_session, slug) for slug in bank_titles(db_session)}
    return max(
        ((slug, row.text) for slug, row in texts.items() if row), key=lambda one: len(one[1])
    )


def of_publishing(folder: Path) -> Figure:
    """Return the slowest of a hundred answers while a bank is published, over that of before."""
    ground = Ground(folder)
    text = generated_bank(ITEMS, 1, is_mixed=False)  # the learners of the faults know no other
    file = folder / "large.md"
    with ground.site() as site, site.app() as app:
        with app.app_context():
            load_text(text, origin=str(file))
            add_learners()
        file.write_text(changed(text))
        with site.server() as server:
            idle, busy = answering(site, server.port, file)
    name = f"answers while {ITEMS:,} questions of {LEARNERS} learners are published, p99 / idle"
    return Figure(name, [percentile(busy) / percentile(idle)], GOAL_OF_WAIT)


def add_learners() -> None:
    """Give so many people cards of the large bank."""
    with write.mode(write.Mode.WRITE):
        items = list(db_session.scalars(select(Item.id).order_by(Item.id.desc()).limit(ITEMS)))
        people = [
            User(email=f"p{n}@example.org", is_guest=False, created_at=NOON)
            for n in range(LEARNERS)
        ]
        db_session.add_all(people)
        db_session.flush()
        for n, person in enumerate(people):
            some = [items[(n + k) % len(items)] for k in range(CARDS_OF_EACH)]
            db_session.execute(insert(table_of(Card)), [card(person.id, item) for item in some])
        db_session.commit()
        db.session.remove()


def card(user_id: int, item_id: int) -> dict[str, object]:
    today = NOON.date()
    return {
        "user_id": user_id,
        "item_id": item_id,
        "part": "",
        "stability": 3.0,
        "difficulty": 5.0,
        "due_on": today,
        "last_on": today,
        "last_answered_at": NOON,
        "reps": 1,
        "lapses": 0,
        "missed_count": 0,
        "right_days": 0,
        "taught_revision": 1,
    }


def changed(text: str) -> str:
    """Return the bank with another word in each question."""
    return text.replace(" the ", " just the ")


def answering(site: Site, port: int, file: Path) -> tuple[list[float], list[float]]:
    """Return how long answers took, before and while the file is loaded by another process."""
    tally, times = Tally(), list[tuple[float, float]]()

    class Timed(Browser):
        def send(self, path: str, **fields: str) -> str:
            began = time.monotonic()
            location = super().send(path, **fields)
            times.append((began, time.monotonic() - began))
            return location

    with ThreadPoolExecutor(CLIENTS) as pool:
        studying = [pool.submit(Timed(tally, port).study) for _ in range(CLIENTS)]
        tally.wait_for_answers(CLIENTS)
        began = time.monotonic()
        tally.wait_until(lambda: time.monotonic() - began > IDLE_SECONDS)
        published = time.monotonic()
        publish(site, file)
        ended = time.monotonic()
        tally.end()
        for one in studying:
            one.result()
    idle = [took for at, took in times if began <= at < published]
    busy = [took for at, took in times if published <= at < ended]
    return idle, busy


def publish(site: Site, file: Path) -> None:
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "bank", "load", str(file)]
    settings = {
        "QUIZAPP_DATABASE": site.url,
        "QUIZAPP_INSTANCE": str(site.instance),
        "QUIZAPP_SECRET": SECRET,
    }
    subprocess.run(command, cwd=ROOT, env=settings, check=True, stdout=subprocess.DEVNULL)


def percentile(times: list[float], share: int = 99) -> float:
    return statistics.quantiles(times, n=100)[share - 1]
