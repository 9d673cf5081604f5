"""The Makefile and the gate behind `make test`: what they list, refuse and advise."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests import gates
from tests.architecture.sources import ROOT

MAKEFILE = (ROOT / "Makefile").read_text()


def make(*arguments: str, cwd: Path = ROOT, path: str = "") -> subprocess.CompletedProcess[str]:
    """Run make; `path` comes before the usual PATH."""
    environment = {**os.environ, "PATH": os.pathsep.join(filter(None, [path, os.environ["PATH"]]))}
    return subprocess.run(
        ["make", *arguments], cwd=cwd, env=environment, capture_output=True, text=True, check=False
    )


def test_help_is_the_default_and_lists_every_command() -> None:
    listed = re.findall(r"^  make ([\w-]+) ", make().stdout, flags=re.MULTILINE)
    phony = re.search(r"^\.PHONY: (.+)$", MAKEFILE, flags=re.MULTILINE)
    assert phony
    assert listed == phony[1].split()


def test_an_old_python_is_refused_with_what_to_do(tmp_path: Path) -> None:
    shutil.copy(ROOT / "Makefile", tmp_path)
    shutil.copy(ROOT / "requirements.txt", tmp_path)
    programs = tmp_path / "bin"
    programs.mkdir()
    for name in ("python3", *(f"python3.{minor}" for minor in range(11, 15))):
        (programs / name).write_text("#!/bin/sh\nexit 1\n")
        (programs / name).chmod(0o755)
    result = make("run", cwd=tmp_path, path=str(programs))
    assert result.returncode != 0
    assert "Python 3.11 or newer was not found" in result.stdout
    assert "make run PYTHON=" in result.stdout
    assert not (tmp_path / ".venv").exists()


def step(name: str, code: int, mend: str = "") -> gates.Step:
    return gates.Step(name, (sys.executable, "-c", f"raise SystemExit({code})"), mend)


def test_gate_stops_at_the_first_failing_step(capsys: pytest.CaptureFixture[str]) -> None:
    code = gates.run_steps((step("one", 0), step("two", 3, "make format"), step("three", 0)))
    lines = capsys.readouterr().out.splitlines()
    assert code == 3
    assert lines[-1] == "FAILED: two. To mend it: make format"
    assert not any("three" in line for line in lines)


def test_gate_names_the_step_to_repeat_where_nothing_mends_it() -> None:
    assert step("types", 1).advice.startswith("Mend it, then repeat this step alone: ")


def test_gate_ends_with_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert gates.run_steps((step("one", 0), step("two", 0))) == 0
    last = capsys.readouterr().out.splitlines()[-1]
    assert re.fullmatch(r"All passed in 0 min \d+ s: one, two\.", last)


def test_every_gate_names_a_program_that_is_there() -> None:
    for gate in (*gates.GATES, *gates.TESTS.values()):
        assert gate.command[0].startswith(".venv/bin/")
        assert gate.mend in {"", "make format"}


def test_no_browser_is_a_failure_that_says_how_to_get_one(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CHROMIUM", "/nowhere/chromium")
    assert gates.main("all") == 1
    assert "apt-get install chromium" in capsys.readouterr().out
