"""Migrates a database in a process of its own, to be killed: `python -m tests.faults.migrating`.

Words: the database's URL, a folder, the revision. Says `migrating` just before it begins.
"""

import sys
from pathlib import Path

from flask_migrate import upgrade

from quizapp.app import create_app
from quizapp.config import ROOT
from tests.conftest import settings_for


def main(url: str, folder: str, revision: str) -> None:
    """Bring the database up to the revision."""
    app = create_app(settings_for(url, Path(folder)))
    with app.app_context():
        sys.stdout.write("migrating\n")
        sys.stdout.flush()
        upgrade(directory=str(ROOT / "migrations"), revision=revision)


if __name__ == "__main__":
    main(*sys.argv[1:])
