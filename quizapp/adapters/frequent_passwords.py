"""The passwords that people choose most: the first thing that is tried against any account.

The file beside this one holds the first five bytes of the SHA-256 of each of the 30,000 most
frequent passwords of zxcvbn 4.5.0 (MIT), sorted. Hashed, because nobody has to read them.
"""

import hashlib
from functools import cache
from pathlib import Path
from typing import Final

_FILE: Final = Path(__file__).with_name("frequent_passwords.bin")
_SIZE: Final = 5  # bytes an entry


def is_common(password: str) -> bool:
    """Return whether `password`, in lower case, is one of the list."""
    return hashlib.sha256(password.encode("utf-8", "replace")).digest()[:_SIZE] in _entries()


@cache
def _entries() -> frozenset[bytes]:
    data = _FILE.read_bytes()
    return frozenset(data[i : i + _SIZE] for i in range(0, len(data), _SIZE))
