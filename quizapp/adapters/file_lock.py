"""A lock on a file: one process holds it, and loses it only by letting go or by ending."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class FileLock:
    """Held by one process at a time. The kernel lets go of it when that process ends."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: int | None = None

    def try_acquire(self) -> bool:
        """Return whether this process holds the lock now; never waits."""
        return self._acquire(fcntl.LOCK_EX | fcntl.LOCK_NB)

    def release(self) -> None:
        if self._file is not None:
            os.close(self._file)
            self._file = None

    @contextmanager
    def waiting(self) -> Iterator[None]:
        """Hold the lock inside, once whoever has it has let go."""
        self._acquire(fcntl.LOCK_EX)
        try:
            yield
        finally:
            self.release()

    def _acquire(self, how: int) -> bool:
        if self._file is not None:
            return True
        self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        file = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(file, how)
        except BlockingIOError:
            os.close(file)
            return False
        self._file = file
        return True
