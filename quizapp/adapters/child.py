"""Reads a bank file in a process of its own, under limits of time, memory and output.

A text that is not ours could be made so that reading it takes for ever; here the worst it can do
is to end its process. `python -m quizapp.adapters.child` is that process.
"""

import io
import math
import pickle
import resource
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import IO, Any, Final

from quizapp.config import ROOT
from quizapp.core.bank.model import Bank, Item, Kind, Number, Option, Pair, Status, Step
from quizapp.core.bank.picture import Picture
from quizapp.core.bank.problems import Problem, ProblemLevel
from quizapp.core.bank.reader import ReadBank, read_whole

_MIB: Final = 1024 * 1024
_PLAIN: Final[dict[tuple[str, str], type]] = {
    (one.__module__, one.__qualname__): one
    for one in (
        *(ReadBank, Bank, Item, Option, Step, Pair, Number, Kind, Status),
        *(Problem, ProblemLevel, Picture),
    )
}


@dataclass(frozen=True, slots=True)
class Limits:
    """What the process may use: seconds of CPU and of the wall clock, bytes of the rest.

    A bank of 1,000 ordinary items (700 KB) takes 3 s and 50 MiB on a small machine; one of 2 MB
    in 7,000 tiny items takes 15 s and 160 MiB.
    """

    cpu_seconds: int
    wall_seconds: float
    memory: int = 512 * _MIB
    output: int = 32 * _MIB


def limits_for(text: str) -> Limits:
    """Return the limits for a text: 2 s of CPU, and 1 s more for each 50 KB."""
    cpu_seconds = 2 + len(text) // 50_000
    # Others may be using the processors.
    return Limits(cpu_seconds, wall_seconds=20 + 4 * cpu_seconds)


def read_apart(
    text: str, pictures: Mapping[str, Picture] | None = None, limits: Limits | None = None
) -> ReadBank:
    """Return what `read_whole` returns; a text that takes too much is refused by one problem."""
    limits = limits or limits_for(text)
    given = (text, dict(pictures) if pictures is not None else None, limits)
    with tempfile.TemporaryFile() as received:
        is_done = run_apart("quizapp.adapters.child", given, limits, received)
        return answer_in(received) if is_done else _refused()


def run_apart(module: str, given: Any, limits: Limits, received: IO[bytes]) -> bool:
    """Run a module of ours in a process of its own; tell whether it came to its end.

    It gets `given` as a pickle, and what it writes is in `received` afterwards.
    """
    with tempfile.TemporaryFile() as sent:
        pickle.dump(given, sent)
        sent.seek(0)
        command = [sys.executable, "-m", module]
        try:
            done = subprocess.run(  # noqa: S603 - a fixed command, without a shell
                command,
                cwd=ROOT,
                env={},  # the secret of the app is none of its business
                stdin=sent,
                stdout=received,
                stderr=subprocess.DEVNULL,
                timeout=limits.wall_seconds,
                check=False,
            )
        except subprocess.TimeoutExpired:
            return False
    received.seek(0)
    return done.returncode == 0


class PlainUnpickler(pickle.Unpickler):
    """Makes nothing but the values that a bank is read into, and those of `more` classes."""

    def __init__(self, file: IO[bytes], *more: type) -> None:
        super().__init__(file)
        self.plain = _PLAIN | {(one.__module__, one.__qualname__): one for one in more}

    def find_class(self, module: str, name: str) -> Any:
        """Return the class of a value; raises UnpicklingError for any other."""
        try:
            return self.plain[module, name]
        except KeyError:
            raise pickle.UnpicklingError(f"{module}.{name}") from None


def answer_in(received: IO[bytes]) -> ReadBank:
    """Return what a child wrote; a child that its text took over may write anything."""
    try:
        read = PlainUnpickler(received).load()
    except (pickle.UnpicklingError, EOFError):
        return _refused()
    return read if isinstance(read, ReadBank) else _refused()


def _refused() -> ReadBank:
    message = "This file takes too long to read, or too much memory"
    hint = "split it into several banks, and look for signs repeated by mistake, such as `[[[`"
    return ReadBank(None, (Problem(1, 1, "B007", message, hint),))


def main() -> None:
    """Read a text from standard input and write what was read to standard output."""
    text, pictures, limits = pickle.load(sys.stdin.buffer)  # noqa: S301 - from our own parent
    limit(limits)
    out = io.BytesIO()
    pickle.dump(read_whole(text, pictures), out)
    sys.stdout.buffer.write(out.getbuffer())


def limit(limits: Limits) -> None:
    """Hand this process over to the kernel's limits; what it used so far counts."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    seconds = math.ceil(used.ru_utime + used.ru_stime) - 1 + limits.cpu_seconds
    for kind, most in (
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_FSIZE, limits.output),
        (resource.RLIMIT_AS, limits.memory),
    ):
        # One that is lower already stays; macOS knows no limit of memory.
        with suppress(ValueError, OSError):
            resource.setrlimit(kind, (most, most))


if __name__ == "__main__":
    main()
