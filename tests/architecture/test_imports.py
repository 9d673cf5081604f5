"""The contracts on who may import whom see what they are meant to see.

That the code keeps them is a step of the gate (`lint-imports`); here a copy of the code breaks
several on purpose.
"""

import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.architecture.sources import ROOT

# What is added to which file of the copy, and the contract that has to object.
BREACHES = {
    "core/scoring/breach.py": ("import flask", "Core is pure"),
    "services/breach.py": ("import werkzeug", "No web framework below the web"),
    "web/breach.py": ("import sqlalchemy", "Pages and commands know no SQL"),
    "web/help.py": ("import quizapp.web.study", "Blueprints are independent"),
    "utils.py": ("", "Rooms, from the ground up"),
}


@pytest.mark.slow
def test_contracts_catch_breaches(tmp_path: Path) -> None:
    shutil.copytree(
        ROOT / "quizapp",
        tmp_path / "quizapp",
        ignore=shutil.ignore_patterns("static", "templates", "__pycache__"),
    )
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    for name, (line, _contract) in BREACHES.items():
        (tmp_path / "quizapp" / name).write_text(line + "\n")
    lint = "from importlinter.cli import lint_imports_command as lint; lint(['--no-cache'])"
    result = subprocess.run(
        [sys.executable, "-P", "-c", f"import sys; sys.path.insert(0, '.'); {lint}"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 1, result.stdout + result.stderr
    broken = {line for line in result.stdout.splitlines() if line.endswith("BROKEN")}
    for _line, contract in BREACHES.values():
        assert any(line.startswith(contract) for line in broken), result.stdout


def test_every_blueprint_is_held_apart_from_the_others() -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
    apart = next(one for one in contracts["contracts"] if one["name"].startswith("Blueprints"))
    blueprints = {
        f"quizapp.web.{path.stem}"
        for path in (ROOT / "quizapp" / "web").glob("*.py")
        if "\nbp = Blueprint(" in path.read_text()
    }
    assert set(apart["modules"]) == blueprints


def test_each_room_says_what_it_may_not_do() -> None:
    rooms = [path for path in (ROOT / "quizapp").iterdir() if (path / "__init__.py").exists()]
    silent = [
        room.name for room in rooms if "may not" not in (room / "__init__.py").read_text().lower()
    ]
    assert len(rooms) >= 7
    assert not silent
