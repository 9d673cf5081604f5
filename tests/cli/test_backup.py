"""`flask backup` and `flask restore`: the drill of an operator whose disk is gone."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask

from quizapp.app import create_app
from quizapp.db.base import db
from tests.conftest import settings_for
from tests.factories import FakeClock, make_person
from tests.services.study_room import RIGHT, StudyRoom
from tests.web.visitor import Visitor


@pytest.fixture
def room(app: Flask, clock: FakeClock) -> StudyRoom:
    return StudyRoom(app, clock)


def run(app: Flask, *words: str) -> Result:
    return app.test_cli_runner().invoke(args=words)


def test_the_drill(app: Flask, room: StudyRoom, tmp_path: Path) -> None:
    """A person studies, a backup is made, the folder is lost, another machine goes on."""
    alice = make_person(app, "Alice")
    who = room.person("Bob")
    room.answer(who, room.sit(who, "s-1"), 1, *RIGHT["s-1"])
    made = run(app, "backup")
    assert made.exit_code == 0, made.output
    path = Path(made.output.split(" (")[0])
    assert path.parent == tmp_path / "backups"
    assert "2 people, 0 guests, 1 answer, the newest of 2026-11-22 12:00 UTC" in made.output

    new = tmp_path / "other machine"
    saved = shutil.copy(path, tmp_path / "saved.sqlite")
    with app.app_context():
        db.engine.dispose()
    (tmp_path / "quizapp.sqlite").unlink()
    restored = run(app, "restore", str(saved), "--into", str(new))
    assert restored.exit_code == 0, restored.output
    assert f"{new / 'quizapp.sqlite'}: 2 people, 0 guests, 1 answer" in restored.output

    again = create_app(settings_for(f"sqlite:///{new / 'quizapp.sqlite'}", new))
    again.config["CLOCK"] = room.clock
    Visitor(again).sign_in(alice)
    assert StudyRoom(again, room.clock).cards_differing() == 0
    with again.app_context():
        db.engine.dispose()


def test_a_restore_over_a_database_has_to_be_asked_for(app: Flask, room: StudyRoom) -> None:
    made = Path(run(app, "backup").output.split(" (")[0])
    room.person("Charlie")
    with app.app_context():
        db.engine.dispose()
    refused = run(app, "restore", str(made))
    assert refused.exit_code == 1
    assert "--replace" in refused.output
    assert "Traceback" not in refused.output
    done = run(app, "restore", str(made), "--replace")
    assert done.exit_code == 0, done.output
    assert "0 people, 0 guests, 0 answers, none yet" in done.output
    assert "What was there before is" in done.output


@pytest.mark.parametrize("words", [("backup",), ("restore", "x.dump")])
def test_postgresql_has_its_own_tools(app: Flask, tmp_path: Path, words: tuple[str, ...]) -> None:
    settings = replace(
        settings_for("postgresql+psycopg://u@localhost/x", tmp_path), instance_dir=tmp_path
    )
    app.config["SETTINGS"] = settings
    refused = run(app, *words)
    assert refused.exit_code == 1
    assert ("pg_dump" if words[0] == "backup" else "pg_restore") in refused.output
