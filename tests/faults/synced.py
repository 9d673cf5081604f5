"""Notes how far SQLite's log is written through to the disk, by listening to SQLite's own calls.

What was written and not synced may be gone after a power cut. The library's way to open files is
replaced, so that files of the log get a `write` and a `sync` of ours before its own. Works where
Python uses a shared SQLite library; elsewhere `listen` says so.
"""

import _sqlite3
import ctypes
import os
import struct
from ctypes import CFUNCTYPE, POINTER, Structure, c_char_p, c_int, c_int64, c_void_p
from dataclasses import dataclass
from pathlib import Path
from typing import Any

IS_LOG = 0x80000  # SQLITE_OPEN_WAL
NOTE = struct.Struct("<q8s")
# Where the log's header and the header of a page in it have the number that changes when the log
# is begun anew, by the length of each.
SALTS = {32: slice(16, 24), 24: slice(8, 16)}


class _Methods(Structure):
    """The beginning of sqlite3_io_methods, and room for the rest of it."""

    _fields_ = (
        ("version", c_int),
        ("close", c_void_p),
        ("read", c_void_p),
        ("write", c_void_p),
        ("truncate", c_void_p),
        ("sync", c_void_p),
        ("rest", c_void_p * 13),
    )


class _File(Structure):
    _fields_ = (("methods", POINTER(_Methods)),)


class _Vfs(Structure):
    """The beginning of sqlite3_vfs."""

    _fields_ = (
        ("version", c_int),
        ("file_size", c_int),
        ("longest_path", c_int),
        ("next", c_void_p),
        ("name", c_char_p),
        ("data", c_void_p),
        ("open", c_void_p),
    )


_Open = CFUNCTYPE(c_int, c_void_p, c_void_p, POINTER(_File), c_int, c_void_p)
_Write = CFUNCTYPE(c_int, c_void_p, c_void_p, c_int, c_int64)
_Sync = CFUNCTYPE(c_int, c_void_p, c_int)
_kept: list[Any] = []  # what SQLite points to must not go away


@dataclass(frozen=True)
class LogEnd:
    """Up to which byte a log was written through, since it was begun with this salt."""

    place: int
    salt: bytes


def listen(notes: Path) -> bool:
    """Note each sync of a log in the file `notes`, from now on; False where that cannot be done."""
    try:
        find = ctypes.CDLL(_sqlite3.__file__).sqlite3_vfs_find
    except (AttributeError, OSError):
        return False
    find.restype = POINTER(_Vfs)
    vfs = find(None).contents
    open_as_usual = _Open(vfs.open)
    note = os.open(notes, os.O_WRONLY | os.O_CREAT, 0o600)

    def opened(vfs_: int, name: int, file: Any, flags: int, out: int) -> int:
        code: int = open_as_usual(vfs_, name, file, flags, out)
        if code == 0 and flags & IS_LOG:
            listener = _Listener(file.contents.methods, note)
            _kept.append(listener)
            file.contents.methods = ctypes.pointer(listener.methods)
        return code

    hook = _Open(opened)
    _kept.append(hook)
    vfs.open = ctypes.cast(hook, c_void_p).value
    return True


class _Listener:
    """What one connection wrote to the log since it synced last."""

    def __init__(self, usual: Any, note: int) -> None:
        self.methods = _Methods.from_buffer_copy(usual.contents)
        self._usual_write = _Write(self.methods.write)
        self._usual_sync = _Sync(self.methods.sync)
        self._hooks = _Write(self.write), _Sync(self.sync)
        write, sync = (ctypes.cast(hook, c_void_p).value for hook in self._hooks)
        self.methods.write, self.methods.sync = write, sync
        self._note = note
        self._salt = b""
        self._end = 0
        self._is_dirty = False

    def write(self, file: int, data: int, amount: int, place: int) -> int:
        code: int = self._usual_write(file, data, amount, place)
        salt = SALTS.get(amount)
        if salt:
            self._salt = ctypes.string_at(data, amount)[salt]
        self._end = place + amount
        self._is_dirty = True
        return code

    def sync(self, file: int, flags: int) -> int:
        code: int = self._usual_sync(file, flags)
        if code == 0 and self._is_dirty:
            os.pwrite(self._note, NOTE.pack(self._end, self._salt), 0)
            self._is_dirty = False
        return code


def log_end(notes: Path) -> LogEnd:
    """Return how far the log is written through, by the newest note."""
    return LogEnd(*NOTE.unpack(notes.read_bytes()))
