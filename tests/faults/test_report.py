"""A fault passes only when it was tried and nothing is wrong."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from tests.faults import __main__ as command
from tests.faults.ground import Ground, Scale
from tests.faults.registry import FAULTS, Tried
from tests.faults.report import Figure, Result, Untried, Verdict, count_of, exit_code, table

GOOD = Result("F1", "a fault", 30, 1_000, 0, 0, 0, 0, Figure("time", 0.5, 0.1, 0.9, "s", 1.0))
LATER = Untried("F17", "another", Verdict.NOT_YET, "Waits.")
ELSEWHERE = Untried("F16", "a third", Verdict.DOES_NOT_APPLY, "No such page.")


def test_nothing_wrong_is_passed() -> None:
    assert GOOD.verdict is Verdict.PASSED
    assert exit_code([GOOD, ELSEWHERE]) == 0


@pytest.mark.parametrize(
    "wrong",
    [
        replace(GOOD, lost=1),
        replace(GOOD, duplicated=1),
        replace(GOOD, half_written=-1),
        replace(GOOD, server_errors=1),
        replace(GOOD, faults=("integrity_check",)),
        replace(GOOD, tries=0),
        replace(GOOD, figure=replace(GOOD.figure, high=1.1)),
        replace(GOOD, figure=count_of("broken", 0, "replies", at_least=1)),
    ],
)
def test_anything_wrong_is_failed(wrong: Result) -> None:
    assert wrong.verdict is Verdict.FAILED
    assert json.loads(wrong.line())["ok"] is False
    assert exit_code([GOOD, wrong]) == 1


def test_what_waits_is_not_passed() -> None:
    assert exit_code([GOOD, LATER]) == 1
    assert json.loads(LATER.line())["ok"] is None


def test_what_cannot_be_gone_through_has_failed(tmp_path: Path) -> None:
    def broken(_scale: Scale, _ground: Ground) -> Result:
        raise AssertionError("the learners got nowhere")

    outcome = Tried(broken).outcome(Scale.SHORT, Ground(tmp_path))
    assert exit_code([outcome]) == 1
    assert json.loads(outcome.line())["ok"] is False
    assert "got nowhere" in outcome.line()


def test_a_line_has_the_keys_of_a_figure_and_the_counts() -> None:
    line = json.loads(GOOD.line())
    assert {"name", "value", "low", "high", "unit", "goal", "ok"} < line.keys()
    assert line["acknowledged"] == 1_000


def test_the_table_has_a_row_for_each() -> None:
    rows = table([GOOD, LATER]).splitlines()
    assert rows[2] == "| F1 a fault | 30 | 1,000 | 0 | 0 | 0 | 0 | time: 0.9 s (≤ 1) | passed |"
    assert rows[3].endswith("| not yet |")
    assert len({row.count("|") for row in rows}) == 1


def test_the_command_makes_the_faults_that_are_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main("f16") == 0
    assert "does not apply" in capsys.readouterr().out
    assert command.main("F16,F21") == 1
    assert list(FAULTS)[-1] in capsys.readouterr().out
