"""A line of the log is one line of JSON, whatever is in it, and quotes nobody."""

import errno
import json
import logging
import sqlite3
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from quizapp.adapters.json_log import (
    REQUESTS,
    DayFiles,
    JsonLines,
    ShortLines,
    configure,
    drop_old_logs,
    fault_of,
    log_event,
)

EVIL = 'Ev\r\nil\x1b[31m {"event": "signed in"}\u2028\u2029\x85\x00"\\ \ud800 日本'
LOGGERS = ("", "quizapp", "quizapp.requests")


@pytest.fixture
def logging_as_before() -> Iterator[None]:
    root = logging.getLogger()
    handlers, levels = root.handlers[:], [logging.getLogger(name).level for name in LOGGERS]
    yield
    root.handlers[:] = handlers
    for name, level in zip(LOGGERS, levels, strict=True):
        logging.getLogger(name).setLevel(level)


def record_of(error: BaseException | None = None, **facts: object) -> logging.LogRecord:
    info = (type(error), error, error.__traceback__) if error else None
    record = logging.LogRecord("x", logging.ERROR, "x.py", 1, "said %s", (EVIL,), info)
    record.facts = facts
    return record


def raised(error: BaseException) -> BaseException:
    with pytest.raises(type(error)) as caught:
        raise error
    return caught.value


def test_whatever_is_in_it_stays_in_one_line() -> None:
    line = JsonLines().format(record_of(name=EVIL, user=7))
    assert line.isascii()
    assert line.isprintable()
    read: dict[str, Any] = json.loads(line)
    assert (read["event"], read["name"], read["user"]) == (f"said {EVIL}", EVIL, 7)
    assert ShortLines().format(record_of()).isprintable()


@pytest.mark.parametrize(
    "error",
    [
        ValueError("hunter2"),
        KeyError("hunter2"),
        sqlite3.IntegrityError("hunter2"),
        RuntimeError(EVIL),
    ],
)
def test_the_message_of_a_fault_is_not_told(error: Exception) -> None:
    line = JsonLines().format(record_of(raised(error)))
    assert "hunter2" not in line
    assert "Evil" not in line.replace(json.dumps(EVIL)[1:-1], "")
    fault = json.loads(line)["fault"]
    assert fault["types"] == [type(error).__name__]
    assert [one.split(" ")[1] for one in fault["stack"]] == ["raised"]
    assert fault["stack"][0].startswith("tests/adapters/test_json_log.py:")


def test_why_the_disk_or_the_database_refused_is_told() -> None:
    full = raised(OSError(errno.ENOSPC, "hunter2", "hunter2"))
    assert fault_of(full)["reason"] == "ENOSPC: No space left on device"
    locked = raised(sqlite3.OperationalError("database is locked"))
    outer = RuntimeError("hunter2")
    outer.__cause__ = locked
    told = fault_of(outer)
    assert told["types"] == ["RuntimeError", "OperationalError"]
    assert told["reason"] == "database is locked"
    assert "hunter2" not in json.dumps(told)


@pytest.mark.parametrize(
    ("detail", "lines"),
    [("faults", ["bad"]), ("events", ["event", "bad"]), ("requests", ["event", "request", "bad"])],
)
@pytest.mark.usefixtures("logging_as_before")
def test_how_much_is_logged(tmp_path: Path, detail: str, lines: list[str]) -> None:
    folder = tmp_path / "logs"
    configure(detail, folder)
    log_event("event", user=1)
    REQUESTS.info("request")
    logging.getLogger("quizapp.web").warning("bad")
    logging.getLogger("elsewhere").info("chatter")
    [file] = folder.iterdir()
    assert [json.loads(line)["event"] for line in file.read_text().splitlines()] == lines
    assert file.stat().st_mode & 0o777 == 0o600


def test_without_room_for_the_log_nothing_fails(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "logs").write_text("in the way")
    handler = DayFiles(tmp_path / "logs")
    handler.setFormatter(JsonLines())
    handler.emit(record_of())
    assert json.loads(capsys.readouterr().err)["level"] == "error"


def test_old_days_go(tmp_path: Path) -> None:
    today = date(2026, 3, 1)
    for days_ago in range(40):
        (tmp_path / f"{today - timedelta(days=days_ago)}.jsonl").write_text("{}\n")
    (tmp_path / "mine.jsonl").write_text("stays")
    assert drop_old_logs(tmp_path, today, 14) == 25
    left = sorted(path.name for path in tmp_path.iterdir())
    assert left[0] == "2026-02-15.jsonl"
    assert len(left) == 16
    assert drop_old_logs(tmp_path / "nowhere", today, 14) == 0
