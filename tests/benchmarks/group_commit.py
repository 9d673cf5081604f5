"""Whether PostgreSQL commits answers of several learners together: a JSON line a crowd.

`python -m tests.benchmarks.group_commit` lets 1 and 16 browsers answer at the real server, on a
PostgreSQL server with its usual settings, and counts how often it synced its log meanwhile. The
browsers are on the same machine and take their part of it.
"""

import json
import sys
import tempfile
from contextlib import closing
from pathlib import Path
from threading import Event

from sqlalchemy import create_engine, text

from tests.conftest import fill
from tests.faults.ground import Ground, Site
from tests.faults.studying import learners_at
from tests.postgres import PostgresTemplates

CROWDS = (1, 16)
SECONDS = 20
SYNCS = text("SELECT sum(fsyncs) FROM pg_stat_io WHERE object = 'wal'")


def main() -> int:
    """Print a line a crowd; return 1 unless the larger one needed fewer syncs an answer."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with closing(PostgresTemplates(folder, fill, settings={})) as postgres:
            ground = Ground(folder, postgres)
            with ground.postgres_site() as site:
                alone, many = (answered(site, crowd) for crowd in CROWDS)
    print(json.dumps({"name": "rate of 16 / rate of 1", "value": round(many[0] / alone[0], 2)}))
    return 0 if many[1] < alone[1] else 1


def answered(site: Site, crowd: int) -> tuple[float, float]:
    """Return answers a second and syncs an answer."""
    before = syncs(site)
    with site.server() as server, learners_at(server.port, clients=crowd) as tally:
        Event().wait(SECONDS)
        rate = len(tally.tokens) / SECONDS
    each = (syncs(site) - before) / len(tally.tokens)
    figures = {"browsers": crowd, "answers/s": round(rate, 1), "syncs/answer": round(each, 2)}
    print(json.dumps(figures), flush=True)
    return rate, each


def syncs(site: Site) -> int:
    """Return how often the log was synced; connections tell it when they end."""
    engine = create_engine(site.url)
    with engine.connect() as connection:
        found = connection.scalar(SYNCS)
    engine.dispose()
    return int(found)


if __name__ == "__main__":
    sys.exit(main())
