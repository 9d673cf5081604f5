"""Numbers as other programs write them: a value and its tolerance, or a range."""

import re
from decimal import Decimal, InvalidOperation
from typing import Final

from quizapp.core.bank.folding import MOST_DIGITS

_RANGE: Final = re.compile(r"\s*(\S+?)\s*\.\.\s*(\S+)\s*\Z")
_LARGEST: Final = 15  # digits before or after the point


def number_of(text: str) -> tuple[str, str] | None:
    """Return value and tolerance of `36:0.5`, `35.5..36.5` or `36`; None for anything else."""
    found = _RANGE.match(text)
    if found:
        return middle_of(found[1], found[2])
    value, _, tolerance = text.partition(":")
    number, margin = decimal_of(value), decimal_of(tolerance or "0")
    if number is None or margin is None or margin < 0:
        return None
    return f"{number:f}", f"{margin:f}"


def middle_of(least: str, most: str) -> tuple[str, str] | None:
    """Return the middle of a range, and how far its ends are from there."""
    low, high = decimal_of(least), decimal_of(most)
    if low is None or high is None or low > high:
        return None
    return f"{(low + high) / 2:f}", f"{(high - low) / 2:f}"


def decimal_of(text: str) -> Decimal | None:
    """Return the number in `text`, also with an exponent; None where it is none or too large."""
    try:
        number = Decimal(text.strip())
    except InvalidOperation:
        return None
    if not number.is_finite() or abs(number.adjusted()) > _LARGEST:
        return None
    return number if len(f"{number:f}") <= MOST_DIGITS else None
