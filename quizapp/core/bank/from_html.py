r"""Foreign HTML to the Markdown of a bank: the same words, with the marks that Markdown has.

Every sign that Markdown would read is escaped: `2 * 3 * 4` becomes `2 \* 3 \* 4`.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final

from quizapp.core.bank.characters import UNSHOWABLE
from quizapp.core.bank.html_tree import BLOCKS, Child, Element, parse_html
from quizapp.core.bank.inline_markdown import GAP_CLOSE, GAP_OPEN, write_inlines
from quizapp.core.bank.tree import LINK_SCHEMES, Inline, parse_tree

PictureOf = Callable[[str], str]

_SPACES: Final = re.compile(r"[ \t\n\r\f]+")
_LISTS: Final = ("ul", "ol")
_EMPHASIS: Final = {"b": "strong", "strong": "strong", "i": "em", "em": "em", "cite": "em"}
_CODE: Final = frozenset({"code", "kbd", "samp", "tt", "var"})
_HEADINGS: Final = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_RAISED: Final = dict(zip("0123456789+-=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ", strict=True))
_LOWERED: Final = dict(zip("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎", strict=True))
# What editors put where a line shall not be empty.
_NOTHING: Final = ("&#160;", "&#8203;")
_BULLETS: Final = ("-", "*")
_NUMBERS: Final = (".", ")")


def no_picture(_src: str) -> str:
    """Return "": nothing came with the text."""
    return ""


@dataclass(slots=True)
class Converted:
    """The Markdown of an HTML text, and what was lost on the way, in words."""

    text: str = ""
    lost: list[str] = field(default_factory=list)


def from_html(html: str, picture: PictureOf = no_picture) -> Converted:
    """Return `html` as paragraphs, lists, quotes, tables and code.

    `picture` gives the path of a picture in the bank for its address in `html`, "" without one.
    """
    root, made = _parsed(html)
    writer = _Writer(picture, made)
    made.text = "\n\n".join(writer.blocks(root.children))
    return made


def inline_from_html(html: str, picture: PictureOf = no_picture, by: str = " ") -> Converted:
    """Return `html` as the text of one paragraph; lines and blocks are joined `by` a space.

    With the line break of Markdown in `by` they stay lines of their own.
    """
    root, made = _parsed(html)
    writer = _Writer(picture, made)
    if any(one.tag in {"ul", "ol", "table", "pre"} for one in _elements(root)):
        made.lost.append("a list, table or code block became one line")
    made.text = writer.paragraph(root.children).replace("\\\n", by)
    return made


def from_text(text: str) -> str:
    """Return plain text as Markdown: blank lines part paragraphs, other line ends break lines."""
    parts = [part for part in re.split(r"\n\s*\n", _shown(text.replace("\r", ""))) if part.strip()]
    return "\n\n".join(_of_lines(part, "\\\n") for part in parts)


def inline_from_text(text: str) -> str:
    """Return plain text as Markdown on one line."""
    return _of_lines(_shown(text), " ")


def _of_lines(text: str, by: str) -> str:
    inlines: list[Inline] = []
    for line in text.split("\n"):
        inlines += [Inline("text", _SPACES.sub(" ", line)), Inline("hardbreak")]
    return write_inlines(inlines).replace("\\\n", by)


def _shown(text: str) -> str:
    return UNSHOWABLE.sub("", text)


def _parsed(html: str) -> tuple[Element, Converted]:
    root, left_out = parse_html(_shown(html.replace("\r", "")))
    return root, Converted(lost=[f"`{name}` was taken out" for name in left_out])


def _elements(element: Element) -> list[Element]:
    found = [one for one in element.children if isinstance(one, Element)]
    return found + [deeper for one in found for deeper in _elements(one)]


class _Writer:
    """Writes the blocks of one text; what is lost is told to `made`."""

    def __init__(self, picture: PictureOf, made: Converted) -> None:
        self.picture = picture
        self.made = made

    def blocks(self, children: Sequence[Child]) -> list[str]:
        """Return the blocks of a container; text between blocks is a paragraph."""
        made: list[str] = []
        words: list[Child] = []
        lists = 0  # how many lists stand side by side
        for child in children:
            if isinstance(child, str) or not _is_block(child):
                words.append(child)
                continue
            before = self.paragraph(words)
            words = []
            found = self._block(child, 0 if before else lists)
            made += [text for text in (before, *found) if text]
            if found or before:
                lists = lists + 1 if found and child.tag in _LISTS else 0
        return [text for text in (*made, self.paragraph(words)) if text]

    def paragraph(self, children: Sequence[Child]) -> str:
        r"""Return text and inline elements as one paragraph; lines of it end in `\`."""
        text = write_inlines(self._inlines(children))
        return "" if text in _NOTHING else text

    def _block(self, element: Element, lists: int) -> list[str]:
        tag = element.tag
        if tag in _LISTS:
            return self._list(element, lists)
        if tag in ("table", "blockquote"):
            return self._table(element) if tag == "table" else self._quote(element)
        if tag in _HEADINGS:
            return [self.paragraph([Element("strong", children=element.children)])]
        if tag in ("pre", "hr"):
            return _fence(_words(element)) if tag == "pre" else ["***"]
        return self.blocks(element.children)

    def _quote(self, element: Element) -> list[str]:
        inner = "\n\n".join(self.blocks(element.children))
        return ["\n".join(f"> {line}".rstrip() for line in inner.split("\n"))] if inner else []

    def _list(self, element: Element, lists: int) -> list[str]:
        """Return a list; one beside another gets the other mark, else both would be one."""
        items = [one for one in element.children if isinstance(one, Element)]
        inner = [self.blocks(item.children) for item in items]
        is_loose = any(
            isinstance(one, Element) and one.tag == "p" for item in items for one in item.children
        )
        start = element.attributes.get("start", "1")
        first = int(start) if start.isdecimal() and len(start) < 9 else 1  # noqa: PLR2004
        lines: list[str] = []
        for at, blocks in enumerate(one for one in inner if one):
            bullet = f"{_BULLETS[lists % 2]} "
            mark = bullet if element.tag == "ul" else f"{first + at}{_NUMBERS[lists % 2]} "
            is_short = not is_loose and all(one[:2] in ("- ", "1.", "* ") for one in blocks[1:])
            text = ("\n" if is_short else "\n\n").join(blocks)
            indent = " " * len(mark)
            own = [f"{indent}{line}".rstrip() for line in text.split("\n")]
            lines.append("\n".join([mark + own[0][len(indent) :], *own[1:]]))
        return [("\n\n" if is_loose else "\n").join(lines)] if lines else []

    def _table(self, element: Element) -> list[str]:
        rows = [
            [self._cell(cell) for cell in row.children if isinstance(cell, Element)]
            for row in _elements(element)
            if row.tag == "tr"
        ]
        rows = [row for row in rows if row]
        width = max(map(len, rows), default=0)
        if not width:
            return self.blocks([one for one in element.children if not isinstance(one, str)])
        lines = [f"| {' | '.join(row + [''] * (width - len(row)))} |" for row in rows]
        return ["\n".join([lines[0], "|" + "---|" * width, *lines[1:]])]

    def _cell(self, cell: Element) -> str:
        return self.paragraph(cell.children).replace("\\\n", " ").replace("|", "\\|")

    def _inlines(self, children: Sequence[Child]) -> list[Inline]:
        found: list[Inline] = []
        for child in children:
            if isinstance(child, str):
                found.append(Inline("text", _SPACES.sub(" ", child)))
            else:
                found += self._inline(child)
        return found

    def _inline(self, element: Element) -> list[Inline]:
        tag = element.tag
        if tag in _CODE:
            return [Inline("code", _SPACES.sub(" ", _words(element)))]
        if tag in ("sub", "sup"):
            return [Inline("text", self._shifted(element))]
        if tag in ("a", "img"):
            return self._link(element) if tag == "a" else self._image(element)
        inner = self._inlines(element.children)
        if tag in _EMPHASIS:
            name = _EMPHASIS[tag]
            return [Inline(f"{name}_open"), *inner, Inline(f"{name}_close")]
        around = [Inline("hardbreak")] if tag in BLOCKS or tag == "br" else []
        return [*around, *inner, *around]

    def _shifted(self, element: Element) -> str:
        """Return raised or lowered signs as Unicode has them: `x²`; others as `x^(ab)`."""
        words = _SPACES.sub(" ", _words(element))
        signs = _RAISED if element.tag == "sup" else _LOWERED
        if all(sign in signs for sign in words):
            return "".join(signs[sign] for sign in words)
        self.made.lost.append(f"`{element.tag}` became plain text")
        return f"^({words})" if element.tag == "sup" else f"_({words})"

    def _link(self, element: Element) -> list[Inline]:
        inner = self._inlines(element.children)
        href = element.attributes.get("href", "").strip()
        if not href:
            return inner
        if not href.lower().startswith(LINK_SCHEMES) or any(
            one.kind == "link_open" for one in inner
        ):
            self.made.lost.append("a link is text now")
            return inner
        title = element.attributes.get("title", "")
        return [Inline("link_open", href=href, title=title), *inner, Inline("link_close")]

    def _image(self, element: Element) -> list[Inline]:
        src, alt = element.attributes.get("src", ""), element.attributes.get("alt", "")
        path = self.picture(src)
        if path:
            return [Inline("image", alt or path.rpartition("/")[2], href=path)]
        shown = src if len(src) < 60 else src[:57] + "…"  # noqa: PLR2004
        self.made.lost.append(f"the picture `{shown}` did not come with the file")
        return [Inline("text", alt)]


def _is_block(element: Element) -> bool:
    """Tell whether an element is a block, or has one in it."""
    return element.tag in BLOCKS or (
        element.tag not in ("a", "img") and any(one.tag in BLOCKS for one in _elements(element))
    )


def _words(element: Element) -> str:
    return "".join(
        child if isinstance(child, str) else "\n" if child.tag == "br" else _words(child)
        for child in element.children
    )


def _fence(code: str) -> list[str]:
    text = code.strip("\n")
    if not text.strip():
        return []
    mark = "`" * max(3, *(len(run) + 1 for run in re.findall(r"`+", text)), 3)
    return [f"{mark}\n{text}\n{mark}"]


def cloze_from_html(html: str, picture: PictureOf = no_picture) -> Converted:
    r"""Return a text whose gaps stand between `GAP_OPEN` and `GAP_CLOSE` as the text of a cloze.

    Gaps are `[bond]`; what stands right before or after one cannot make it a link or a picture.
    """
    made = inline_from_html(html, picture, by="\\\n")
    made.text = _with_gaps(made.text)
    return made


def split_cloze(md: str) -> tuple[str, str] | None:
    """Return the blocks before the paragraph with marked gaps, and that as the text of a cloze.

    Further paragraphs are lines of the same. None where a gap stands in another kind of block.
    """
    blocks = md.split("\n\n")
    at = next((at for at, one in enumerate(blocks) if GAP_OPEN in one), 0)
    rest = blocks[at:]
    if any([node.kind for node in parse_tree(one).children] != ["paragraph"] for one in rest):
        return None
    return "\n\n".join(blocks[:at]), _with_gaps("\\\n".join(rest))


def _with_gaps(text: str) -> str:
    text = re.sub(f"!(?={GAP_OPEN})", "\\!", text)
    text = re.sub(rf"(?<={GAP_CLOSE})\(", "\\(", text)
    return text.replace(GAP_OPEN, "[").replace(GAP_CLOSE, "]")
