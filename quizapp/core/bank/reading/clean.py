"""Comments, raw HTML and open code blocks: settled first, then the tree is built without them."""

import re
from collections.abc import Iterator
from typing import Final

from quizapp.core.bank.reading.page import Page
from quizapp.core.bank.tree import Node, parse_tree

# Settling one block can bring the next to light; people never need more rounds than this.
MAX_ROUNDS: Final = 10

_COMMENTS_ONLY: Final = re.compile(r"\s*(?:<!--(?:(?!-->).)*-->\s*)+\Z", re.DOTALL)
_FENCE: Final = re.compile(r"(`{3,}|~{3,})")


def settled_tree(page: Page) -> Node:
    """Return the tree of `page` after claiming and blanking all that is no Markdown."""
    for _ in range(MAX_ROUNDS):
        root = parse_tree("\n".join(page.lines))
        html = [node for node in walk(root) if node.kind == "html"]
        fences = [node for node in walk(root) if node.kind == "fence" and _is_open(page, node)]
        for node in html:
            _settle_html(page, node)
        for node in fences:
            _settle_fence(page, node)
        if not html and not fences:
            break
    return root


def walk(node: Node) -> Iterator[Node]:
    """Yield `node` and all nodes below it."""
    yield node
    for child in node.children:
        yield from walk(child)


def _settle_html(page: Page, node: Node) -> None:
    contents = node.text.split("\n")
    if _COMMENTS_ONLY.match(node.text):
        for number, content in zip(range(node.first, node.last + 1), contents, strict=False):
            _cut(page, number, content, "comment")
        return
    is_comment = node.text.lstrip().startswith("<!--")
    is_open = is_comment and "-->" not in node.text
    _report_html(page, node.first, is_comment=is_comment, is_open=is_open)
    for number, content in zip(range(node.first, node.last + 1), contents, strict=False):
        if number > node.first and is_open and content.lstrip().startswith("<!--"):
            _report_html(page, number, is_comment=True, is_open=True)
        # An open block runs to the end of the file, so only its tags are taken out.
        if (is_comment and not is_open) or content.lstrip().startswith("<"):
            _cut(page, number, content, "problem")


def _report_html(page: Page, line: int, *, is_comment: bool, is_open: bool) -> None:
    column = page.line(line).find("<") + 1
    if is_open:
        hint = "close it with `-->` on the same indent"
        page.report(line, "B061", "This comment has no end", hint, column=column)
    elif is_comment:
        hint = "put the comment on lines of its own"
        page.report(line, "B062", "Text and a comment share a line", hint, column=column)
    else:
        hint = "use Markdown, or write `&lt;` for the sign itself"
        page.report(line, "B060", "HTML tags are not allowed", hint, column=column)


def _cut(page: Page, number: int, content: str, owner: str) -> None:
    """Take `content` out of its line; marks of a list or quote before it stay."""
    line = page.line(number)
    rest = line[: len(line) - len(content.lstrip())] if content.strip() else line
    if not rest.strip():
        page.claim(number, number, owner)
        rest = ""
    page.lines[number - 1] = rest.rstrip()


def _is_open(page: Page, node: Node) -> bool:
    opening = _FENCE.search(page.line(node.first))
    closing = page.line(node.last).lstrip(" >")
    if not opening or node.first == node.last:
        return True
    mark = opening.group(1)
    return len(closing.rstrip()) < len(mark) or bool(closing.strip().strip(mark[0]))


def _settle_fence(page: Page, node: Node) -> None:
    line = page.line(node.first)
    opening = _FENCE.search(line)
    start = opening.start() if opening else 0
    hint = f"close it with a line `{opening.group(1) if opening else '```'}` on the same indent"
    page.report(node.first, "B065", "This code block has no end", hint, column=start + 1)
    _cut(page, node.first, line[start:], "problem")
