"""The CommonMark tree of a text, as plain values with source lines.

The only importer of markdown_it. Link definitions, setext headings and indented
code are off, so that no line of a bank can vanish from the tree.
"""

import re
from dataclasses import dataclass
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.token import Token

from quizapp.core.bank.picture import picture_path

MAX_FIELD_BYTES: Final = 20_000
LINK_SCHEMES: Final = ("http://", "https://", "mailto:")
# Unclosed or nested brackets and links make inline parsers quadratic; people need a handful.
MAX_BRACKET_DEPTH: Final = 20
MAX_LINKS: Final = 100

_BRACKET: Final = re.compile(r"[\[\]]")


class _AnyLink(MarkdownIt):
    """Reads a link whatever its scheme: what is not allowed is reported, not shown as text."""

    def validateLink(self, url: str) -> bool:  # noqa: N802, ARG002 - its name there
        return True


_MARKDOWN: Final = (
    _AnyLink("commonmark", {"maxNesting": 100})
    .enable("table")
    .disable(["reference", "lheading", "code", "inline"])
)
_KINDS: Final = {
    "paragraph_open": "paragraph",
    "heading_open": "heading",
    "bullet_list_open": "list",
    "ordered_list_open": "list",
    "list_item_open": "item",
    "blockquote_open": "quote",
    "table_open": "table",
    "tr_open": "row",
    "th_open": "cell",
    "td_open": "cell",
    "fence": "fence",
    "hr": "rule",
    "html_block": "html",
}


@dataclass(frozen=True, slots=True)
class Inline:
    """A piece of a paragraph.

    `kind` is text, code, softbreak, hardbreak, html, image, em_open, em_close,
    strong_open, strong_close, link_open or link_close. The `text` of an image is what
    stands for it, its `href` the path of a picture, or "" when that is not allowed.
    """

    kind: str
    text: str = ""
    href: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class Node:
    """A block. `kind` is root or a value of `_KINDS`.

    Lines are 1-based, `last` is inclusive and never blank. `text` is the inline source
    of a paragraph, heading or cell, or code.
    """

    kind: str
    first: int
    last: int
    text: str = ""
    level: int = 0  # of a heading
    start: int | None = None  # first number of an ordered list
    is_tight: bool = False  # a paragraph of a list without blank lines
    children: tuple["Node", ...] = ()


def parse_tree(text: str) -> Node:
    """Return the root node of `text` (lines end in a line feed)."""
    tokens = _MARKDOWN.parse(text)
    children, _ = _nodes(tokens, 0, text.split("\n"), (0, 0))
    return Node("root", 1, max(1, text.count("\n") + 1), children=children)


def is_overloaded(text: str) -> str:
    """Return why the inline source `text` is refused, or "" when it is not."""
    if len(text.encode("utf-8", "replace")) > MAX_FIELD_BYTES:
        return "long"
    if text.count("](") > MAX_LINKS or _bracket_depth(text) > MAX_BRACKET_DEPTH:
        return "brackets"
    return ""


def _bracket_depth(text: str) -> int:
    """Return how many brackets are open at most; one that is never closed stays open."""
    depth = deepest = 0
    for bracket in _BRACKET.findall(text):
        depth = depth + 1 if bracket == "[" else max(0, depth - 1)
        deepest = max(deepest, depth)
    return deepest


def parse_inlines(text: str) -> tuple[Inline, ...]:
    """Return the inline pieces of `text`; an overloaded text comes back as it is."""
    if is_overloaded(text):
        return (Inline("text", text),)
    tokens: list[Token] = []
    _MARKDOWN.inline.parse(text, _MARKDOWN, {}, tokens)
    return tuple(_inline(token) for token in tokens)


def _nodes(
    tokens: list[Token], at: int, lines: list[str], around: tuple[int, int]
) -> tuple[tuple[Node, ...], int]:
    """Return the nodes from token `at` up to the closing token, and the index after it."""
    found: list[Node] = []
    while at < len(tokens) and tokens[at].nesting >= 0:
        token = tokens[at]
        at += 1
        span = (token.map[0], token.map[1]) if token.map else around
        children: tuple[Node, ...] = ()
        text = token.content
        if token.nesting > 0:
            if at < len(tokens) and tokens[at].type == "inline":
                text = tokens[at].content
                at += 1
            children, at = _nodes(tokens, at, lines, span)
        if token.type in ("thead_open", "tbody_open"):
            found.extend(children)
        else:
            found.append(_node(token, span, text, children, lines))
    return tuple(found), at + 1


def _node(
    token: Token, span: tuple[int, int], text: str, children: tuple[Node, ...], lines: list[str]
) -> Node:
    first, end = span
    while end > first + 1 and (end > len(lines) or not lines[end - 1].strip()):
        end -= 1
    start = None
    if token.type == "ordered_list_open":
        start = int(token.attrs.get("start", 1))
    return Node(
        kind=_KINDS[token.type],
        first=first + 1,
        last=end,
        text=text,
        level=int(token.tag[1:]) if token.type == "heading_open" else 0,
        start=start,
        is_tight=token.hidden,
        children=children,
    )


def _inline(token: Token) -> Inline:
    kind = {"code_inline": "code", "html_inline": "html", "text_special": "text"}.get(
        token.type, token.type
    )
    if kind == "link_open":
        return Inline(
            kind, href=str(token.attrs.get("href", "")), title=str(token.attrs.get("title", ""))
        )
    if kind == "image":
        text = " ".join(token.content.split())
        return Inline(kind, text, href=picture_path(str(token.attrs.get("src", ""))))
    return Inline(kind, token.content)
