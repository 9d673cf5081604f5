"""Prose written anew from its tree, so that every Markdown engine reads it alike.

Blank lines part blocks, nested text is indented by 4, the signs that Markdown would read
are entities, and emphasis, code and links are tags: nothing is left to interpretation.
"""

import re
from typing import Final

from quizapp.core.bank.tree import LINK_SCHEMES, Inline, Node, parse_inlines

# An HTML comment keeps two neighbors apart that would be read as one block.
SEPARATOR: Final = "<!-- -->"

_SIGNS: Final = re.compile(r"[\\`*_{}\[\]<>#+.&|=\"~-]")
_INDENT: Final = "    "
_TAGS: Final = {
    "em_open": "<em>",
    "em_close": "</em>",
    "strong_open": "<strong>",
    "strong_close": "</strong>",
    "softbreak": "\n",
    "hardbreak": "<br>\n",
}
_MERGING: Final = {("list", "list"), ("list", "fence"), ("quote", "quote"), ("fence", "fence")}


def rewrite_blocks(nodes: tuple[Node, ...]) -> str:
    """Return blocks as Markdown that has one reading."""
    parts: list[str] = []
    before = ""
    for node in nodes:
        if (before, node.kind) in _MERGING:
            parts.append(SEPARATOR)
        parts.append(_block(node))
        before = node.kind
    return "\n\n".join(parts)


def rewrite_inlines(text: str) -> str:
    """Return the source of one paragraph as text, entities and tags."""
    parts: list[str] = []
    is_open: list[bool] = []
    for inline in parse_inlines(text):
        if inline.kind == "link_open":
            is_open.append(inline.href.lower().startswith(LINK_SCHEMES))
            parts.append(_link(inline) if is_open[-1] else "")
        elif inline.kind == "link_close":
            parts.append("</a>" if is_open.pop() else "")
        elif inline.kind == "code":
            parts.append(f"<code>{escaped(inline.text)}</code>")
        elif inline.kind == "image" and inline.href:
            parts.append(f'<img src="{escaped(inline.href)}" alt="{escaped(inline.text)}">')
        else:
            parts.append(_TAGS.get(inline.kind) or escaped(inline.text))
    return "".join(parts)


def escaped(text: str) -> str:
    """Return `text` with every sign of Markdown or HTML as an entity."""
    return _SIGNS.sub(lambda found: f"&#{ord(found[0])};", text)


def _link(inline: Inline) -> str:
    title = f' title="{escaped(inline.title)}"' if inline.title else ""
    return f'<a href="{escaped(inline.href)}"{title}>'


def _block(node: Node) -> str:
    if node.kind == "list":
        return _list(node)
    if node.kind == "quote":
        return _prefixed(rewrite_blocks(node.children), "> ", "> ")
    if node.kind == "table":
        return _table(node)
    if node.kind == "fence":
        return _prefixed(node.text.rstrip("\n"), _INDENT, _INDENT)
    return _leaf(node)


def _leaf(node: Node) -> str:
    if node.kind == "rule":
        return "* * *"
    if node.kind == "heading":
        return f"<strong>{rewrite_inlines(node.text)}</strong>"
    if node.kind == "html":
        return escaped(node.text.strip("\n"))
    return rewrite_inlines(node.text)


def _list(node: Node) -> str:
    is_compact = _is_compact(node)
    items: list[str] = []
    for number, item in enumerate(node.children, node.start or 0):
        marker = "- " if node.start is None else f"{number}."
        text = _item(item)
        if is_compact:
            text = text.replace("\n\n", "\n")
        items.append(_prefixed(text, f"{marker:<3} ", _INDENT))
    return ("\n" if is_compact else "\n\n").join(items)


def _is_compact(node: Node) -> bool:
    """Tell whether a list is written without blank lines: tight, of words and such lists."""
    for item in node.children:
        kinds = [child.kind for child in item.children]
        if kinds not in (["paragraph"], ["paragraph", "list"]) or not item.children[0].is_tight:
            return False
        if len(kinds) > 1 and not _is_compact(item.children[1]):
            return False
    return True


def _item(item: Node) -> str:
    text = rewrite_blocks(item.children)
    if not item.children or item.children[0].kind != "paragraph":
        # The marker must be followed by text, or the block after it is misread.
        text = f"&nbsp;\n\n{text}".rstrip("\n")
    return text


def _table(node: Node) -> str:
    rows = ["| " + " | ".join(_cell(cell) for cell in row.children) + " |" for row in node.children]
    columns = len(node.children[0].children)
    return "\n".join([rows[0], "|" + "---|" * columns, *rows[1:]])


def _cell(cell: Node) -> str:
    return rewrite_inlines(cell.text).replace("\n", " ") or "&nbsp;"


def _prefixed(text: str, first: str, other: str) -> str:
    lines = text.split("\n")
    return "\n".join(
        (first if at == 0 else other) + line if line or other.strip() else ""
        for at, line in enumerate(lines)
    )
