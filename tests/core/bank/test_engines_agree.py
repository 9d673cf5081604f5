"""Both Markdown engines must read our prose alike: same words, same blocks."""

from html.parser import HTMLParser
from pathlib import Path
from typing import Final

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from quizapp.core.bank.html import render_block, render_inline
from quizapp.core.bank.model import Bank, Item
from tests.core.bank.generated_banks import banks
from tests.core.bank.make_prettier_copies import sources
from tests.core.bank.samples import bank_of

REFERENCE: Final = (
    MarkdownIt("commonmark", {"maxNesting": 100})
    .enable("table")
    .disable(["reference", "lheading", "code"])
)
BLOCKS: Final = {"ul", "ol", "li", "blockquote", "table", "tr", "td", "th", "pre", "hr", "p"}


class Outline(HTMLParser):
    """Collects block tags and words; a heading counts as a paragraph, as it is shown so."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[str] = []
        self.words: list[str] = []
        self.around: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        tag = "p" if tag in {"h1", "h2", "h3", "h4", "h5", "h6"} else tag
        if tag == "br":
            self.words.append(" ")
        if tag not in BLOCKS:
            return
        self.words.append(" ")
        # Whether the text of a list item is a paragraph is a matter of spacing, not of structure.
        if tag != "p" or "li" not in self.around:
            start = dict(attrs).get("start")
            self.blocks.append(tag + (f" {start}" if start else ""))
        if tag != "hr":
            self.around.append(tag)

    def handle_endtag(self, tag: str) -> None:
        tag = "p" if tag in {"h1", "h2", "h3", "h4", "h5", "h6"} else tag
        if tag in BLOCKS - {"hr"}:
            self.words.append(" ")
            self.around.pop()
            if tag != "p":
                self.blocks.append("/" + tag)

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def outline(html: str) -> tuple[str, list[str]]:
    """Return (words, block tags) of a page."""
    reader = Outline()
    reader.feed(html)
    return " ".join("".join(reader.words).split()), reader.blocks


def assert_alike(md: str) -> None:
    assert outline(render_block(md)) == outline(str(REFERENCE.render(md)))


EXAMPLES: Final = [
    "A text\n- with a list\n- right below",
    "- one\n  - nested by two\n    - and by two again\n- back",
    "- one\n\n  second paragraph\n\n  > a quote\n\n- two",
    "1. one\n2. two\n\ntext\n\n3. starts at three",
    "- a\n- b\n\n1. another kind of list",
    "- a\n* another list, by its marker",
    "> quote\n> - list in it\n>\n> | a | b |\n> |---|---|\n> | c | d |\n\n> another quote",
    "| a | b |\n|---|:-:|\n| `c` | \\| |\n| | d |",
    "text\n| a |\n|---|\n| b |",
    "1\\. no list\n\n\\- no list\n\n\\# no heading\n\n\\> no quote",
    "a \\* b \\_ c \\` d \\[e\\] f & g &amp; h &lt;b&gt;",
    "*a **b** c* and **a*b*c** and ***both*** and _under_ and snake_case_word",
    "`code * with _ signs` and ``a ` tick`` and `<b>`",
    '[a link](https://example.org/a_b_c?x=1&y=2 "a *title*") and <https://example.org>',
    "hard  \nbreak and\\\nanother",
    "```\ncode <b>\n\n    indented\n```\n\ntext",
    "- item\n\n  ```\n  code\n  ```\n- item",
    "text\n\n    indented text is text\n\n***\n\nafter a rule",
    "- > a quote first\n- - a list first\n-\n- last",
    "12. twelve\n13. thirteen\n    - nested",
    "- a\n\n  - b\n\n    - c\n\n      - d",
    "2024. A year\n= no underline\n=====",
    "*emphasis over\ntwo lines* and a word",
    "a | b\nno table",
    "#hashtag and # sign and +1 and -1 and 1) and 1.",
    "> - a\n>   1. b\n>\n>      c\n> - d",
]


@pytest.mark.parametrize("md", EXAMPLES)
def test_known_disagreements_are_gone(md: str) -> None:
    assert_alike(md)


WORDS: Final = st.text(alphabet="ab1é *_`[]()\\&.+-=~|:>\"'^$#", min_size=1, max_size=24).map(
    lambda text: " ".join(text.split()) or "x"
)


def paragraph() -> st.SearchStrategy[str]:
    return st.lists(WORDS, min_size=1, max_size=3).map("\n".join)


def indented(md: str, first: str) -> str:
    lines = md.split("\n")
    rest = " " * len(first)
    return "\n".join([first + lines[0], *(rest + line if line else "" for line in lines[1:])])


def bullets(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    marker = st.sampled_from(["- ", "* ", "1. ", "7. ", "-   "])
    return st.tuples(
        marker, st.lists(inner, min_size=1, max_size=3), st.sampled_from(["\n", "\n\n"])
    ).map(lambda made: made[2].join(indented(item, made[0]) for item in made[1]))


def quotes(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return inner.map(lambda md: "\n".join(f"> {line}".rstrip() for line in md.split("\n")))


def tables() -> st.SearchStrategy[str]:
    cell = WORDS.map(lambda text: text.replace("|", "").replace("\\", "").strip() or "x")
    row = st.tuples(cell, cell).map(lambda cells: f"| {cells[0]} | {cells[1]} |")
    return st.lists(row, min_size=2, max_size=4).map(
        lambda rows: "\n".join([rows[0], "|---|---|", *rows[1:]])
    )


def fences() -> st.SearchStrategy[str]:
    line = st.text(alphabet="ab <&*_", min_size=1, max_size=12).map(lambda text: "x" + text)
    return st.lists(line, min_size=1, max_size=3).map(
        lambda lines: "```\n" + "\n".join(lines) + "\n```"
    )


def joined(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.lists(inner, min_size=1, max_size=3).map("\n\n".join)


PROSE: Final = st.recursive(
    st.one_of(paragraph(), tables(), fences()),
    lambda inner: st.one_of(joined(inner), bullets(inner), quotes(inner)),
    max_leaves=8,
)


@settings(max_examples=150)
@given(PROSE)
def test_generated_prose_reads_alike(md: str) -> None:
    assert_alike(md)


def prose_of(bank: Bank) -> set[str]:
    """Return every text of a bank that is shown as blocks."""
    texts = {bank.intro}
    for item in bank.items:
        texts |= {item.stem, item.answer, item.explanation, item.stimulus}
        texts |= {option.rationale for option in item.options}
        texts |= {step.rationale for step in item.steps}
    return texts - {""}


def lines_of(item: Item) -> list[str]:
    """Return every text of an item that is shown as one paragraph, whatever it begins with."""
    lines = [*(option.text for option in item.options), *(step.text for step in item.steps)]
    lines += [cell for pair in item.pairs for cell in (pair.left, pair.right)]
    return [line for line in (*lines, *item.columns, *item.accepted, item.hint) if line]


def assert_bank_alike(bank: Bank) -> None:
    for md in prose_of(bank):
        assert_alike(md)
    for item in bank.items:
        for md in lines_of(item):
            words, _ = outline(str(REFERENCE.renderInline(md)))
            assert outline(render_inline(md)) == (words, []), md


@pytest.mark.parametrize("path", sources().values(), ids=lambda path: path.name)
def test_every_text_of_our_banks_reads_alike(path: Path) -> None:
    assert_bank_alike(bank_of(path.read_text(encoding="utf-8")))


@settings(max_examples=25, derandomize=True, phases=[Phase.generate])
@given(banks())
def test_every_text_of_generated_banks_reads_alike(bank: Bank) -> None:
    assert_bank_alike(bank)
