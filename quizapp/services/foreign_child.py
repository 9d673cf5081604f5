"""Reads a file of another program in a process of its own, under limits of time and memory.

`python -m quizapp.services.foreign_child` is that process.
"""

import io
import pickle
import sys
import tempfile
from typing import Final

from quizapp.adapters.child import Limits, PlainUnpickler, limit, run_apart
from quizapp.core.bank.foreign import ImportedBank, Note, NoteLevel, Refused
from quizapp.services.foreign_formats import FORMATS

_CLASSES: Final = (ImportedBank, Note, NoteLevel)
_MIB: Final = 1024 * 1024
MEMORY: Final = 512 * _MIB  # of addresses; what is really used stays below 200 MiB


def limits_of(data: bytes) -> Limits:
    """Return the limits for a file: 10 s of CPU, and 1 s more for each 100 KB, at most a minute."""
    cpu_seconds = min(10 + len(data) // 100_000, 60)
    return Limits(cpu_seconds, 20 + 4 * cpu_seconds, memory=MEMORY, output=64 * _MIB)


def read_foreign(
    name: str, data: bytes, slug: str, title: str, limits: Limits | None = None
) -> ImportedBank:
    """Return what the format `name` reads in `data`; raises Refused where that is too much."""
    limits = limits or limits_of(data)
    with tempfile.TemporaryFile() as received:
        given = (name, data, slug, title, limits)
        if not run_apart("quizapp.services.foreign_child", given, limits, received):
            raise Refused("The file takes too long to read, or too much memory")
        try:
            read = PlainUnpickler(received, *_CLASSES).load()
        except (pickle.UnpicklingError, EOFError) as error:
            raise Refused("The file could not be read") from error
    if isinstance(read, str):
        raise Refused(read)
    if not isinstance(read, ImportedBank):
        raise Refused("The file could not be read")
    return read


def main() -> None:
    """Read a file from standard input and write what was read, or why not, to standard output."""
    name, data, slug, title, limits = pickle.load(sys.stdin.buffer)  # noqa: S301 - from our parent
    limit(limits)
    out = io.BytesIO()
    try:
        pickle.dump(FORMATS[name].read(data, slug, title), out)
    except Refused as reason:
        pickle.dump(" ".join(str(reason).split()), out)
    sys.stdout.buffer.write(out.getbuffer())


if __name__ == "__main__":
    main()
