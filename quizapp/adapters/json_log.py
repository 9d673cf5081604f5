"""The log: a line of JSON an event, with what happened and no word that anybody typed.

A line holds only ASCII, so nothing in a value can end it or color a terminal. Of a fault its type
and its place in the code are kept, not its message: messages quote what was typed.
"""

import errno
import json
import logging
import os
import sys
import traceback
from contextvars import ContextVar
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Any, Final

# The number of the request under way; it is on the answer, on the error page and in the log.
request_number: ContextVar[str] = ContextVar("request_number", default="")

REQUESTS: Final = logging.getLogger("quizapp.requests")
_SUFFIX: Final = ".jsonl"
_PACKAGE: Final = Path(__file__).resolve().parent.parent.parent


def log_event(event: str, **facts: object) -> None:
    """Log what happened. `facts` are numbers, names of ours and the like, never what was typed."""
    logging.getLogger("quizapp.events").info(event, extra={"facts": facts})


class JsonLines(logging.Formatter):
    """Makes a record one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "event": record.getMessage(),
        }
        if request_number.get():
            line["request"] = request_number.get()
        line |= getattr(record, "facts", {})
        if record.exc_info and record.exc_info[1]:
            line["fault"] = fault_of(record.exc_info[1])
        return json.dumps(line, default=repr)


class ShortLines(logging.Formatter):
    """Says on the terminal that there was a fault; the log has the rest."""

    def format(self, record: logging.LogRecord) -> str:
        text = record.getMessage().encode("ascii", "backslashreplace").decode()
        number = f" {request_number.get()}" if request_number.get() else ""
        kind = f" ({record.exc_info[0].__name__})" if record.exc_info and record.exc_info[0] else ""
        return "  " + "".join(c if c.isprintable() else "?" for c in f"{text}{number}{kind}")


def fault_of(error: BaseException) -> dict[str, Any]:
    """Return what is told of an exception: its types down to the first cause, and where."""
    types, root = [type(error).__name__], error
    while (cause := root.__cause__ or root.__context__) is not None and len(types) < 10:  # noqa: PLR2004
        types.append(type(cause).__name__)
        root = cause
    told: dict[str, Any] = {"types": types, "stack": _stack(root.__traceback__)}
    reason = _reason(root)
    return told | ({"reason": reason} if reason else {})


def _reason(error: BaseException) -> str:
    """Return why the disk or the database refused, which quotes nobody."""
    if isinstance(error, OSError) and error.errno:
        return f"{errno.errorcode.get(error.errno, error.errno)}: {os.strerror(error.errno)}"
    if type(error).__module__ == "sqlite3" and type(error).__name__ == "OperationalError":
        return str(error)
    return ""


def _stack(found: TracebackType | None) -> list[str]:
    frames = traceback.extract_tb(found)
    return [
        f"{frame.filename.removeprefix(f'{_PACKAGE}/')}:{frame.lineno} {frame.name}"
        for frame in frames
    ]


class DayFiles(logging.Handler):
    """Appends to a file a day in `folder`; several processes may, and old files may be removed."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._folder = folder

    def emit(self, record: logging.LogRecord) -> None:
        line = self.format(record) + "\n"
        day = datetime.fromtimestamp(record.created, UTC).date()
        flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND
        try:
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            file = os.open(self._folder / f"{day}{_SUFFIX}", flags, 0o600)
            try:
                os.write(file, line.encode())
            finally:
                os.close(file)
        except OSError:  # no room, say: nobody's request fails for that
            sys.stderr.write(line)


def configure(detail: str, folder: Path | None) -> None:
    """Send what is logged to a file a day in `folder`, or without one to the standard error.

    `detail` is what the setting says: faults, events, or requests.
    """
    handler: logging.Handler = logging.StreamHandler() if folder is None else DayFiles(folder)
    handler.setFormatter(JsonLines())
    handlers = [handler]
    if folder is not None:
        terminal = logging.StreamHandler()
        terminal.setLevel(logging.ERROR)
        terminal.setFormatter(ShortLines())
        handlers.append(terminal)
    logging.basicConfig(level=logging.WARNING, handlers=handlers, force=True)
    events = logging.WARNING if detail == "faults" else logging.INFO
    logging.getLogger("quizapp").setLevel(events)
    REQUESTS.setLevel(logging.INFO if detail == "requests" else logging.WARNING)


def drop_old_logs(folder: Path, today: date, days: int) -> int:
    """Remove the files of days more than `days` ago; return how many."""
    oldest = f"{today - timedelta(days=days)}{_SUFFIX}"
    old = [path for path in folder.glob(f"????-??-??{_SUFFIX}") if path.name < oldest]
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)
