"""Foreign HTML as a tree of plain elements: what runs, frames or styles is left out and named."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Final, Union

Child = Union["Element", str]

VOID: Final = frozenset(
    {"br", "hr", "img", "input", "meta", "link", "col", "wbr", "source", "area"}
)
_LISTS: Final = {"dd", "dl", "dt", "li", "ol", "ul"}
_TABLES: Final = {"caption", "table", "tbody", "td", "tfoot", "th", "thead", "tr"}
_PARTS: Final = {"article", "aside", "body", "footer", "header", "html", "main", "nav", "section"}
_TEXTS: Final = {"address", "blockquote", "center", "div", "h1", "h2", "h3", "h4", "h5", "h6"}
_OTHERS: Final = {"details", "fieldset", "figcaption", "figure", "form", "legend", "summary"}
BLOCKS: Final = frozenset(_LISTS | _TABLES | _PARTS | _TEXTS | _OTHERS | {"hr", "p", "pre"})
# Elements that go with everything in them.
_RUNNING: Final = {"applet", "embed", "noscript", "object", "script", "style", "template"}
_FRAMES: Final = {"frame", "frameset", "head", "iframe", "title"}
_MEDIA: Final = {"audio", "canvas", "math", "svg", "video"}
DROPPED: Final = frozenset(_RUNNING | _FRAMES | _MEDIA | {"select", "textarea"})
MAX_DEPTH: Final = 60

# An opening tag ends these, where they are still open.
_ENDS: Final = {
    "li": {"li", "p"},
    "p": {"p"},
    "dt": {"dt", "dd", "p"},
    "dd": {"dt", "dd", "p"},
    "tr": {"tr", "td", "th", "p"},
    "td": {"td", "th", "p"},
    "th": {"td", "th", "p"},
}
_HOLDERS: Final = frozenset({"ul", "ol", "dl", "table", "tbody", "thead", "tfoot", "blockquote"})


@dataclass(slots=True)
class Element:
    """An element, or the root with the tag ""."""

    tag: str = ""
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[Child] = field(default_factory=list)


def parse_html(html: str) -> tuple[Element, tuple[str, ...]]:
    """Return the root of `html`, and the names of what was left out, such as `script`."""
    builder = _Builder()
    builder.feed(html)
    builder.close()
    return builder.root, tuple(dict.fromkeys(builder.left_out))


class _Builder(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element()
        self.open = [self.root]
        self.left_out: list[str] = []
        self.silent = 0  # how many dropped elements are open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in DROPPED:
            self.left_out.append(tag)
            self.silent += 1
        if self.silent:
            return
        self._end_before(tag)
        values = {name: value or "" for name, value in attrs}
        self.left_out += [name for name in values if name.startswith("on")]
        element = Element(tag, values)
        self.open[-1].children.append(element)
        if tag not in VOID and len(self.open) < MAX_DEPTH:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in DROPPED:
            self.left_out.append(tag)
            return
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in DROPPED:
            self.silent = max(0, self.silent - 1)
            return
        if self.silent:
            return
        for at in range(len(self.open) - 1, 0, -1):
            if self.open[at].tag == tag:
                del self.open[at:]
                return
            if self.open[at].tag in _HOLDERS and tag not in BLOCKS:
                return

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.open[-1].children.append(data)

    def _end_before(self, tag: str) -> None:
        ended: Iterable[str] = _ENDS.get(tag, {"p"} if tag in BLOCKS else ())
        for at in range(len(self.open) - 1, 0, -1):
            if self.open[at].tag in ended:
                del self.open[at:]
            elif self.open[at].tag in _HOLDERS:
                return
