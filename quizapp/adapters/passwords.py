"""Password hashing by argon2id; at most two hashes at a time in a process."""

import threading

from argon2 import PasswordHasher, Type
from argon2.exceptions import InvalidHashError, VerificationError

# OWASP's minimum set: about 25 ms of CPU and 19 MiB for each verification.
COSTLY = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1, type=Type.ID)
hasher = COSTLY
_AT_ONCE = threading.BoundedSemaphore(2)
# Verified when there is no such account, so that the answer takes as long.
of_nobody = COSTLY.hash("no account has this password")


def hash_password(password: str) -> str:
    """Return the argon2id hash of `password`, parameters and salt included."""
    with _AT_ONCE:
        return hasher.hash(password)


def verify_password(password: str, password_hash: str | None) -> bool:
    """Return whether `password` fits; takes as long when `password_hash` is None."""
    with _AT_ONCE:
        try:
            fits = hasher.verify(password_hash or of_nobody, password)
        except (VerificationError, InvalidHashError):
            return False
    return fits and password_hash is not None


def needs_rehash(password_hash: str) -> bool:
    """Return whether the hash was made with weaker parameters than today's."""
    return hasher.check_needs_rehash(password_hash)
