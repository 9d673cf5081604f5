"""Which characters a text may hold, and one way to write line ends and tabs."""

import re
from typing import Final

TAB_WIDTH: Final = 4  # as in CommonMark

# Control characters, line separators, lone surrogates, non-characters; line feed and tab are fine.
UNSHOWABLE: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]")


def normalize(text: str) -> str:
    """Return `text` without byte order mark, with plain line feeds and spaces for tabs."""
    plain = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    return "\n".join(line.expandtabs(TAB_WIDTH) for line in plain.split("\n"))
