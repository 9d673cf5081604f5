"""Typed answers as they are compared: letters and digits only, numbers as decimals."""

import re
import unicodedata
from decimal import Decimal
from typing import Final

_NUMBER: Final = re.compile(r"[+-]?(\d{1,3}(,\d{3})+|\d+)?(\.\d+)?")
_LAST_SIGN: Final = re.compile(r"(?<=\d)[.,]$")
_MINUS: Final = str.maketrans({"\u2212": "-", "\u2013": "-"})
_DECIMAL_COMMA: Final = re.compile(r"([+-]?\d+),(\d{1,2}|\d{4,})")
MOST_DIGITS: Final = 30


def fold_answer(text: str) -> str:
    """Return `text` without what does not count: case, white space, accents, punctuation.

    `Émotional-Bond!` → `emotionalbond`. Symbols such as + and < stay.
    """
    spread = unicodedata.normalize("NFKD", text).casefold()
    return "".join(one for one in spread if unicodedata.category(one)[0] not in "MPZC")


def parse_number(text: str) -> Decimal | None:
    """Return the number that somebody typed, or None: `36`, `-0.5`, `.05`, `1,250`, `0,5`, `36 %`.

    A comma parts thousands before three digits, else it is a decimal comma; one at the end, or a
    full stop there, ends no more than a sentence.
    """
    plain = "".join(text.translate(_MINUS).split()).removesuffix("%")
    plain = _LAST_SIGN.sub("", plain)
    if len(plain) > MOST_DIGITS or not plain.isascii():
        return None
    comma = _DECIMAL_COMMA.fullmatch(plain)
    if comma:
        return Decimal(f"{comma[1]}.{comma[2]}")
    if not _NUMBER.fullmatch(plain) or not any(one.isdigit() for one in plain):
        return None
    return Decimal(plain.replace(",", ""))
