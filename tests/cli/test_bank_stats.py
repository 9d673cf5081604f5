"""`flask bank stats`: counted, said in words and as a table; nothing of too few."""

import csv
from io import StringIO

from click.testing import Result
from flask import Flask

from quizapp.core.analysis.item_table import HEAD, TOO_FEW
from tests.crowd import answered_by_a_crowd
from tests.factories import NOON
from tests.services.study_room import acting


def run(app: Flask, *words: str) -> Result:
    return app.test_cli_runner().invoke(args=["bank", "stats", *words])


def crowd(app: Flask, people: int) -> None:
    with acting(app) as session:
        answered_by_a_crowd(session, "small", at=NOON, people=people, seed=people)


def test_it_counts_and_tells(app: Flask) -> None:
    crowd(app, 60)
    told = run(app, "small")
    assert told.exit_code == 0
    lines = told.output.splitlines()
    assert lines[0] == "small: first answers of 60 learners"
    assert len([line for line in lines if line.startswith("s-")]) == 6
    assert "s-1: 60 learners, right " in told.output
    assert ", r " not in told.output, "six questions make no rest score"
    rows = list(csv.reader(StringIO(run(app, "small", "--csv").output)))
    assert rows[0] == list(HEAD)
    assert {row[2] for row in rows[1:]} == {"60"}


def test_nothing_is_told_of_too_few(app: Flask) -> None:
    crowd(app, 9)
    told = run(app, "small").output
    assert "%" not in told
    assert "too few answers, below 10 learners: s-1 (9), s-2 (9)" in told
    rows = list(csv.reader(StringIO(run(app, "small", "--csv").output)))
    assert {row[-1] for row in rows[1:]} == {TOO_FEW}
    assert {cell for row in rows[1:] for cell in row[3:-1]} == {""}


def test_an_unknown_bank_is_said_plainly(app: Flask) -> None:
    told = run(app, "another")
    assert (told.exit_code, told.output.split(".")[0]) == (1, "Error: There is no bank another")
