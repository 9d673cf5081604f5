"""E-mail addresses: how they are stored, and which of them a letter can be sent to."""

import re
from typing import Final

LONGEST: Final = 254  # RFC 5321
# No spaces and no control characters, so that nothing in an address can start a line of a mail's
# head; none of the signs that would make two addresses of one.
_SHAPE: Final = re.compile(
    r"[^@\s\x00-\x1f\x7f<>()\[\]\\,;:\"]+@[^@\s\x00-\x1f\x7f<>()\[\]\\,;:\".]+"
    r"(\.[^@\s\x00-\x1f\x7f<>()\[\]\\,;:\".]+)+"
)


def fold_email(email: str) -> str:
    """Return the address as it is stored and looked up."""
    return email.strip().lower()


def is_email(address: str) -> bool:
    """Return whether a folded address can be one."""
    return len(address) <= LONGEST and bool(_SHAPE.fullmatch(address))


def words_of(address: str) -> tuple[str, ...]:
    """Return the words of an address, which nobody should make a password of."""
    return (address, *re.split(r"[@.+_-]", address))
