"""Texts that Markdown could read as something else, for property tests.

A prose that no bank can hold as it is, such as one with a heading in it or an open code block,
is left out: each is tried as the text of a case, where nothing stands beside it.
"""

from typing import Final

from hypothesis import strategies as st

from quizapp.core.bank.parser import parse_bank
from tests.core.bank.samples import CHOICE, HEADER

_TOKENS: Final = (
    'alliance naïve 日本語 🙂 **bold** *em* a_b_c `code` ``a`b`` "quote" \' \\* \\[ \\] \\\\ \\ | '
    "a|b & &amp; &lt; < > # #3 50% = == 1. 2) - + * ~ ~~~ ` ``` Word: C: Q: A: Note: Source: · "
    "a\u00a0b [x] [ ] ![ [link](https://example.org/a?b=1&c) (1979) 2024. — … $x^2$ __under__ "
    "± 36 --- ===" + " " + "long" * 30
).split(" ")

Texts = st.SearchStrategy[str]

LINES: Final[Texts] = st.lists(st.sampled_from(_TOKENS), min_size=1, max_size=6).map(" ".join)


def joined(parts: Texts, by: str, most: int = 3) -> Texts:
    return st.lists(parts, min_size=1, max_size=most).map(by.join)


def _prefixed(text: str, first: str, rest: str) -> str:
    return "\n".join(
        ((first if at == 0 else rest) + line).rstrip(" ")
        if not line
        else (first if at == 0 else rest) + line
        for at, line in enumerate(text.split("\n"))
    )


def _paragraphs() -> Texts:
    line = st.tuples(st.sampled_from(["", "", "", "  ", "      "]), LINES).map("".join)
    return st.lists(line, min_size=1, max_size=3).flatmap(
        lambda lines: st.sampled_from(["\n", "\n", "  \n", "\\\n"]).map(lambda end: end.join(lines))
    )


def _lists(inner: Texts) -> Texts:
    marker = st.sampled_from(["- ", "* ", "+ ", "1. ", "1) ", "7. ", "-   ", "  - "])
    items = st.lists(inner, min_size=1, max_size=2)
    return st.tuples(marker, items, st.sampled_from(["\n", "\n\n"])).map(
        lambda made: made[2].join(_prefixed(item, made[0], " " * len(made[0])) for item in made[1])
    )


def _tables() -> Texts:
    cell = LINES.map(lambda text: text.replace("|", "\\|"))
    row = st.tuples(cell, cell).map(lambda cells: f"| {cells[0]} | {cells[1]} |")
    return st.lists(row, min_size=2, max_size=4).map(
        lambda rows: "\n".join([rows[0], "|---|---|", *rows[1:]])
    )


def _fences() -> Texts:
    return joined(LINES, "\n").map(lambda text: f"````text\n{text}\n````")


def _representable(text: str) -> bool:
    bank = parse_bank(f"{HEADER}# Case [c] Case\n\n{text}\n\n{CHOICE}").bank
    return bank is not None and bank.items[0].stimulus == text


PROSE: Final[Texts] = st.recursive(
    st.one_of(_paragraphs(), _tables(), _fences()),
    lambda inner: st.one_of(
        joined(inner, "\n\n"), _lists(inner), inner.map(lambda text: _prefixed(text, "> ", "> "))
    ),
    max_leaves=3,
).filter(_representable)
