"""The shipped banks in small pieces, damaged in every way a file can be: the same every time."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from random import Random
from typing import Final

CONTENT: Final = Path(__file__).parents[3] / "content"
ITEMS: Final = 2  # of one piece: enough for what one fault does to its neighbor
TOKENS: Final = (
    "- [x] ", "- [] ", "[", "](", "![a](b.png)", "> ", "  ", "    ", "\t", "\n", "\n\n", "---\n",
    "## [x-1] T\n", "## ", "# Case ", "# ", "### ", "* Source: ", "* Level: x\n", "* Type: order",
    "* Type: match\n", "* Answer: ", " ± ", "Q: ", "A: ", "C: ", "<b>", "<!--", "-->", "`", "``",
    "|", "| a | b |\n|---|---|\n", "1. ", "**", "_", "\\", "\0", "\r", "\u2028", "\ufeff", "“",
    ": ", "{", "]", "'", '"', "!!x", "&a ", "*a", "- - - ", "===\n", "```\n", "é", "\ud800",
)  # fmt: skip


@cache
def pieces() -> tuple[str, ...]:
    """Return small banks, each the front matter of a shipped one and a few of its items."""
    found: list[str] = []
    for path in sorted(CONTENT.glob("*.md")):
        head, *items = re.split(r"^(?=## )", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
        found += [
            head + "".join(items[at : at + ITEMS]) for at in range(0, len(items) - ITEMS, ITEMS)
        ]
    return tuple(found)


def fuzzed(count: int, seed: int) -> Iterator[bytes]:
    """Yield `count` damaged bank files."""
    random = Random(seed)  # noqa: S311 - not a secret
    for _ in range(count):
        text = random.choice(pieces())
        for _ in range(random.choice((1, 1, 2, 5))):
            text = random.choice((_lines, _lines, _token, _token, _indent, _cut))(text, random)
        data = text.encode("utf-8", "surrogatepass")
        yield _bytes(data, random) if random.random() < 0.1 else data


def _lines(text: str, random: Random) -> str:
    """Take a line out, write it twice, or let it change places with another."""
    lines = text.split("\n")
    at, other = random.randrange(len(lines)), random.randrange(len(lines))
    what = random.randrange(3)
    if what == 0:
        del lines[at]
    elif what == 1:
        lines.insert(at, lines[other])
    else:
        lines[at], lines[other] = lines[other], lines[at]
    return "\n".join(lines)


def _token(text: str, random: Random) -> str:
    at = random.randrange(len(text) + 1)
    token = random.choice(TOKENS) * random.choice((1, 1, 1, 2, 30))
    return text[:at] + token + text[at + random.choice((0, 0, 1, 8)) :]


def _indent(text: str, random: Random) -> str:
    lines = text.split("\n")
    first = random.randrange(len(lines))
    for at in range(first, min(len(lines), first + random.choice((1, 3, 20)))):
        lines[at] = lines[at].lstrip() if random.randrange(2) else "   " + lines[at]
    return "\n".join(lines)


def _cut(text: str, random: Random) -> str:
    at = random.randrange(len(text) + 1)
    return text[:at] if random.randrange(2) else text[at:]


def _bytes(data: bytes, random: Random) -> bytes:
    at = random.randrange(len(data) + 1)
    return data[:at] + random.randbytes(random.choice((1, 2, 9))) + data[at:]
