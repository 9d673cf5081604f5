"""That measures can be trusted: goals, tables, replies, answers made ahead. None asks for speed."""

import itertools
import json
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.serving import make_server

from tests.benchmarks.__main__ import PARTS, main
from tests.benchmarks.anki_peer import NoAnki, anki_in
from tests.benchmarks.answers_ahead import answers, desk, questions
from tests.benchmarks.closed_loop import closed_loop, has_all, request
from tests.benchmarks.ratios import Figure, NotMeasured, table_of
from tests.benchmarks.raw import syncs_a_second, transactions_a_second
from tests.faults.aftermath import aftermath_in
from tests.load.people import enrol


@pytest.mark.parametrize(
    ("figure", "reached"),
    [
        (Figure("f", [1, 2, 9], 2), True),
        (Figure("f", [1, 3, 9], 2), False),
        (Figure("f", [1, 2, 9], 2, is_least=True), True),
        (Figure("f", [1, 1, 9], 2, is_least=True), False),
        (Figure("f", [1, 2, 9]), True),
    ],
)
def test_a_goal_is_held_against_the_median(figure: Figure, *, reached: bool) -> None:
    assert figure.is_reached == reached
    assert json.loads(figure.line())["ok"] == reached


def test_the_table_says_what_was_missed_and_what_was_not_measured() -> None:
    rows = table_of([Figure("one", [3.0], 2.0), NotMeasured("two", "no Anki")]).splitlines()
    assert len({len(row) for row in rows}) == 1
    assert "MISSED" in rows[2]
    assert "not measured: no Anki" in rows[3]
    assert json.loads(NotMeasured("two", "no Anki").line())["ok"] is None


def test_a_part_that_is_not_there_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert main("speed") == 1
    told = capsys.readouterr().out
    assert all(name in told for name in PARTS)


@pytest.mark.parametrize(
    ("reply", "whole"),
    [
        (b"HTTP/1.1 200 OK\r\nContent-Le", False),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\na", False),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nab", True),
        (b"HTTP/1.1 204 NO CONTENT\r\n\r\n", True),
    ],
)
def test_a_reply_is_read_to_its_end(reply: bytes, *, whole: bool) -> None:
    assert has_all(reply) == whole


@pytest.fixture
def port(app: Flask) -> Iterator[int]:
    """The app behind a small server."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    serving = threading.Thread(target=server.serve_forever)
    serving.start()
    yield server.server_port
    server.shutdown()
    serving.join()
    server.server_close()


def test_answers_made_ahead_are_stored(app: Flask, port: int) -> None:
    (email,) = enrol(app, 1)
    learner, some = desk(app, email), questions(app)
    todo = list(answers(app, learner, some))
    assert len(todo) == len(some) > 1
    outcome = closed_loop(port, [iter([one.request() for one in todo])], 60)
    assert outcome.statuses == {303: len(todo)}
    assert not outcome.broken
    after = aftermath_in(app, [one.form["token"] for one in todo])
    assert (after.stored, after.lost, after.duplicated) == (len(todo), 0, 0)


def test_connections_ask_until_time_is_over(port: int) -> None:
    scripts = [itertools.repeat(request("GET", "/health")) for _ in range(3)]
    outcome = closed_loop(port, scripts, 0.2)
    assert outcome.statuses.keys() == {200}
    assert len(outcome.times) >= len(scripts)
    assert outcome.rate > 0


def test_a_connection_that_breaks_is_counted() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def hang_up() -> None:
            connection, _ = listening.accept()
            connection.recv(100)
            connection.close()

        server = threading.Thread(target=hang_up)
        server.start()
        outcome = closed_loop(listening.getsockname()[1], [iter([request("GET", "/")])], 5)
        server.join()
    assert outcome.broken == 1
    assert not outcome.times


def test_what_rates_are_held_against(tmp_path: Path) -> None:
    assert syncs_a_second(tmp_path, 0.02) > 0
    assert transactions_a_second(tmp_path, 0.02) > 0


def test_without_anki_the_line_says_why(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("ANKI_PYTHON", "/bin/false")
    with pytest.raises(NoAnki), anki_in(tmp_path):
        pass
