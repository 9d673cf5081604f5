"""A file that came with a form."""

from contextlib import closing

from flask import request


def sent_file(field: str) -> tuple[str, bytes]:
    """Return the name and the bytes of the file in a field; both empty without one."""
    sent = request.files.get(field)
    if sent is None:
        return "", b""
    with closing(sent):
        return sent.filename or "", sent.read()
