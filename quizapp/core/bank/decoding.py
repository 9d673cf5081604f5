"""The bytes of a bank file as text, or what they are instead."""

from typing import Final

from quizapp.core.bank.problems import Problem

# How files begin that get the name of a bank by mistake, and what to do with them.
_OTHERS: Final = (
    (b"PK\x03\x04", "a zip or an office document", "export it as plain text; a zip ends in .zip"),
    (b"%PDF-", "a PDF", "export it as plain text"),
    (b"{\\rtf", "a rich text document", "save it as plain text"),
    (b"\xd0\xcf\x11\xe0", "an office document", "save it as plain text"),
    (b"\xff\xfe", "UTF-16 text", "save it as UTF-8"),
    (b"\xfe\xff", "UTF-16 text", "save it as UTF-8"),
)


def decoded(data: bytes) -> str | Problem:
    """Return the text of a bank file, or the one problem that makes it none."""
    for beginning, kind, hint in _OTHERS:
        if data.startswith(beginning):
            return Problem(1, 1, "B001", f"This file is {kind}, not UTF-8 text", hint)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = data[: error.start]
        line = before.count(b"\n") + 1
        column = len(before[before.rfind(b"\n") + 1 :].decode("utf-8")) + 1
        message = f"The byte 0x{data[error.start]:02X} is not UTF-8 text"
        return Problem(line, column, "B001", message, "save the file as UTF-8")
