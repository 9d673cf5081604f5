"""How long `flask copy-database` takes: `python -m tests.benchmarks.copying`, a JSON line a copy.

The demonstration is copied, then a database with a million reviews, whose copy is killed half-way
and run again. PostgreSQL has its usual settings. Ends with 1 unless every row was equal.
"""

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from flask import Flask
from sqlalchemy import create_engine, text

from quizapp.db import write
from quizapp.db.base import db
from tests.benchmarks.history import copy_to_others, repeat_answers
from tests.benchmarks.pages import most_studied, people_on, real_banks
from tests.conftest import SECRET
from tests.postgres import PostgresTemplates

LARGEST = ("reviews", "cards", "study_session_cards")


def main() -> int:
    """Print a line a copy, as soon as it is made."""
    with tempfile.TemporaryDirectory() as name, closing(server(Path(name))) as postgres:
        folder, is_ok = Path(name), True
        with people_on(folder, real_banks()) as app:
            with postgres.database(is_empty=True) as url:
                is_ok &= told({"name": "demonstration", **copied(app, url), **sizes(url)})
            with app.app_context(), write.mode(write.Mode.WRITE):
                learner = most_studied()
                repeat_answers(learner)
                copy_to_others(learner)
                db.session.remove()
            with postgres.database(is_empty=True) as url:
                half_way = killed(app, url, share=50)
                is_ok &= told({"name": "half of a million, killed", **half_way, "equal": True})
                is_ok &= told({"name": "the rest of it", **copied(app, url)})
            with postgres.database(is_empty=True) as url:
                is_ok &= told({"name": "a million reviews", **copied(app, url), **sizes(url)})
    return 0 if is_ok else 1


def server(folder: Path) -> PostgresTemplates:
    return PostgresTemplates(folder, lambda _url, _folder: None, settings={})


def told(figures: dict[str, object]) -> bool:
    print(json.dumps(figures), flush=True)
    return bool(figures["equal"])


def command(app: Flask, url: str) -> subprocess.Popen[str]:
    settings = app.config["SETTINGS"]
    env = {
        "PATH": os.environ["PATH"],
        "QUIZAPP_INSTANCE": str(settings.instance_dir),
        "QUIZAPP_DATABASE": settings.database_url,
        "QUIZAPP_SECRET": SECRET,
    }
    words = [sys.executable, "-m", "flask", "copy-database", "--to", url]
    return subprocess.Popen(words, env=env, stdout=subprocess.PIPE, text=True)


def lines_of(running: subprocess.Popen[str]) -> Iterator[str]:
    assert running.stdout is not None
    with running.stdout:
        yield from (line.rstrip() for line in running.stdout)


def copied(app: Flask, url: str) -> dict[str, object]:
    """Run the command to its end; return what it said, and what it took."""
    began, copying, running = time.monotonic(), 0.0, command(app, url)
    rows, reviews = 0, 0
    for line in lines_of(running):
        if line.startswith("copying"):
            copying = time.monotonic() - began
        words = line.split()
        if words[-1:] == ["equal"]:
            rows += int(words[2].replace(",", ""))
            reviews = int(words[2].replace(",", "")) if words[0] == "reviews" else reviews
    code, seconds = running.wait(), time.monotonic() - began
    most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    return {
        "rows": rows,
        "reviews": reviews,
        "seconds": round(seconds, 1),
        "of which until copied": round(copying, 1),
        "rows/s": round(rows / seconds),
        "most MiB": most // 1024,
        "equal": code == 0,
    }


def killed(app: Flask, url: str, share: int) -> dict[str, object]:
    """Run the command, and kill it when it has copied so many percent."""
    running = command(app, url)
    for line in lines_of(running):
        if line.startswith("copying") and int(line.split()[-2]) >= share:
            running.kill()
            break
    running.wait()
    return {"reviews": asked(url, "SELECT count(*) FROM reviews")}


def sizes(url: str) -> dict[str, object]:
    """Return how many bytes a row of the largest tables takes, its indexes included."""
    size = "SELECT pg_total_relation_size('{table}') / greatest(count(*), 1) FROM {table}"
    return {f"bytes of {one}": asked(url, size.format(table=one)) for one in LARGEST}


def asked(url: str, query: str) -> int:
    engine = create_engine(url)
    with engine.connect() as connection:
        found = connection.scalar(text(query))
    engine.dispose()
    return int(found or 0)


if __name__ == "__main__":
    sys.exit(main())
