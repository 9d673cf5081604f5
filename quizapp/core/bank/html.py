"""Prose in Markdown to HTML that is safe to show, and to plain text."""

import re
import threading
from functools import lru_cache
from typing import Final

import markdown
import nh3

from quizapp.core.bank.characters import UNSHOWABLE, normalize
from quizapp.core.bank.picture import picture_path
from quizapp.core.bank.rewrite import rewrite_blocks, rewrite_inlines
from quizapp.core.bank.tree import Node, parse_inlines, parse_tree

_BLOCKS: Final = {"p", "blockquote", "pre", "hr", "div", "h3", "h4", "h5", "h6"}
_LISTS: Final = {"ul", "ol", "li", "dl", "dt", "dd"}
_TABLES: Final = {"table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td"}
_WORDS: Final = {
    "a",
    "em",
    "strong",
    "b",
    "i",
    "u",
    "s",
    "br",
    "span",
    "small",
    "mark",
    "sub",
    "sup",
}
_MEANINGS: Final = {"code", "kbd", "samp", "var", "q", "cite", "abbr", "dfn", "del", "ins"}
TAGS: Final = frozenset({"img"} | _BLOCKS | _LISTS | _TABLES | _WORDS | _MEANINGS)
ATTRIBUTES: Final = {"a": {"href", "title"}, "img": {"src", "alt"}, "ol": {"start"}}
SCHEMES: Final = frozenset({"http", "https", "mailto"})

# What rewriting puts where an engine needs some text: empty paragraphs and cells.
_EMPTY: Final = re.compile(r"<p>(?:\s|&nbsp;)*</p>\n?")
_EMPTY_CELL: Final = re.compile(r"(?<=<t[dh]>)&nbsp;(?=</t[dh]>)")
_WHOLE_PARAGRAPH: Final = re.compile(r"<p>(?P<text>(?:(?!</?p>).)*)</p>\Z", re.DOTALL)
# One converter a thread: building one takes longer than most texts.
_CONVERTERS: Final = threading.local()


def render_block(md: str) -> str:
    """Return `md` as paragraphs, lists, quotes and tables."""
    html = _html(rewrite_blocks(_tree(md).children))
    return _EMPTY.sub("", _EMPTY_CELL.sub("", html)).strip()


def render_prose(md: str) -> str:
    """Return `md` as blocks, but a single paragraph without its `<p>`."""
    html = render_block(md)
    whole = _WHOLE_PARAGRAPH.match(html)
    return whole["text"] if whole else html


def render_inline(md: str) -> str:
    """Return `md`, read as one paragraph, without a `<p>`: `1956. A year` is no list."""
    html = _html(rewrite_inlines(_plain(md).strip()))
    whole = _WHOLE_PARAGRAPH.match(html)
    return whole["text"] if whole else html


def plain_text(md: str) -> str:
    """Return the words of `md`, one line for each block."""
    return "\n".join(line for line in _text_lines(_tree(md)) if line)


def plain_inline(md: str) -> str:
    """Return the words of `md`, read as one paragraph, on one line."""
    return _words(_plain(md))


def _plain(md: str) -> str:
    return UNSHOWABLE.sub("", normalize(md))


# Most texts are asked for twice in a row: as HTML and as words.
@lru_cache(maxsize=8)
def _tree(md: str) -> Node:
    return parse_tree(_plain(md))


def _html(text: str) -> str:
    """Return rewritten Markdown as safe HTML."""
    return _sanitized(_converted(text)).strip() if text else ""


def _converted(text: str) -> str:
    converter = getattr(_CONVERTERS, "markdown", None)
    if converter is None:
        # With sane_lists, a list that begins with 3 keeps its number.
        converter = markdown.Markdown(extensions=["tables", "sane_lists"], output_format="html")
        _CONVERTERS.markdown = converter
    converter.reset()
    return str(converter.convert(text))


def _sanitized(html: str) -> str:
    return nh3.clean(
        html,
        tags=set(TAGS),
        attributes={tag: set(names) for tag, names in ATTRIBUTES.items()},
        attribute_filter=_allowed,
        url_schemes=set(SCHEMES),
        link_rel="noopener noreferrer",
    )


def _allowed(tag: str, attribute: str, value: str) -> str | None:
    """Let the pictures of a bank through, and none from elsewhere."""
    if (tag, attribute) == ("img", "src"):
        return picture_path(value) or None
    return value


def _text_lines(node: Node) -> list[str]:
    if node.kind == "row":
        return [" | ".join(_words(cell.text) for cell in node.children)]
    if node.kind in ("fence", "html"):
        return [" ".join(line.split()) for line in node.text.split("\n")]
    if node.text:
        return [_words(node.text)]
    return [line for child in node.children for line in _text_lines(child)]


def _words(text: str) -> str:
    parts = [
        " " if inline.kind in ("softbreak", "hardbreak") else inline.text
        for inline in parse_inlines(text)
    ]
    return " ".join("".join(parts).split())
