"""Words, emphasis, links, code and pictures of one paragraph, written as Markdown."""

import re
from collections.abc import Iterable
from typing import Final
from urllib.parse import quote

from quizapp.core.bank.reading.fields import begins_with_key, mistyped_key
from quizapp.core.bank.tree import Inline, parse_inlines

# Signs of no language, which stand for the brackets of a gap until a text is escaped.
GAP_OPEN: Final = "\ue000"
GAP_CLOSE: Final = "\ue001"

_SIGNS: Final = re.compile(r"[\\`*\[\]<]|(?<![^\W_])_|_(?![^\W_])|&(?=#?\w+;)")
_ODD_SPACE: Final = re.compile(r"[^\S \n]")
_LINE_START: Final = re.compile(r"[#+>=~|:-]|(?P<number>\d{1,9})[.)]")
_LABEL: Final = re.compile(r"([A-Za-z]+) *:")
_CARDS: Final = frozenset("QAC")
_RUNS: Final = re.compile(r"`+")
_ALT: Final = str.maketrans({"[": "(", "]": ")", "\\": "/", "`": "'", "\n": " "})
_CLOSED: Final = {"em_open": "em_close", "strong_open": "strong_close"}
_ALTERNATIVES: Final = (("*", "**"), ("_", "**"), ("*", "__"), ("_", "__"), ("", ""))


def write_inlines(inlines: Iterable[Inline]) -> str:
    """Return a paragraph that is read as `inlines`.

    Emphasis that Markdown cannot write where it stands is left out, the words never are.
    """
    tidy = _tidied(list(inlines))
    for em, strong in _ALTERNATIVES:
        text = _written(tidy, em, strong)
        if _flat(parse_inlines(text)) == _flat(tidy):
            return text
    return text


def _tidied(inlines: list[Inline]) -> list[Inline]:
    """Return the pieces without spaces at the ends of lines and of emphasis."""
    made: list[Inline] = []
    for one in _without_empty(_spaced(inlines)):
        if one.kind == "hardbreak" and (not made or made[-1].kind == "hardbreak"):
            continue
        made.append(one)
    while made and made[-1].kind == "hardbreak":
        made.pop()
    return made


def _spaced(inlines: list[Inline]) -> list[Inline]:
    """Return the pieces with one space between words, and none inside the edge of emphasis."""
    made: list[Inline] = []
    is_space = True  # what stands before is a space, or the start of a line
    pending = ""
    for one in inlines:
        if one.kind == "text":
            body = one.text.strip(" ")
            if one.text.startswith(" ") and not is_space:
                pending = " "
            if body:
                at = _before_opening(made)
                made[at:at] = _space(pending)
                made.append(Inline("text", body))
                pending, is_space = "", False
            if one.text.endswith(" ") and not is_space:
                pending = " "
            continue
        if one.kind == "hardbreak":
            pending, is_space = "", True
        elif pending and not one.kind.endswith("_close"):
            made.append(Inline("text", pending))
            pending, is_space = "", True
        made.append(one)
        is_space = is_space and one.kind not in ("code", "image")
    return made


def _space(pending: str) -> list[Inline]:
    return [Inline("text", pending)] if pending else []


def _before_opening(inlines: list[Inline]) -> int:
    """Return the place before the marks that have just been opened."""
    at = len(inlines)
    while at and inlines[at - 1].kind.endswith("_open"):
        at -= 1
    return at


def _without_empty(inlines: list[Inline]) -> list[Inline]:
    """Return the pieces without emphasis of nothing, or within the same emphasis."""
    made: list[Inline] = []
    open_kinds: list[str] = []
    dropped: list[bool] = []
    for one in inlines:
        if one.kind.endswith("_open"):
            is_double = one.kind in open_kinds
            dropped.append(is_double)
            open_kinds.append(one.kind)
            if made and made[-1].kind == _CLOSED.get(one.kind):
                made.pop()  # the same goes on
            elif not is_double:
                made.append(one)
        elif one.kind.endswith("_close"):
            open_kinds.pop()
            if dropped.pop():
                continue
            if made and made[-1].kind == one.kind.replace("_close", "_open"):
                made.pop()
            else:
                made.append(one)
        else:
            made.append(one)
    return made


def _flat(inlines: Iterable[Inline]) -> list[tuple[str, str, str, str]]:
    """Return the pieces with neighboring texts as one, to be compared."""
    made: list[tuple[str, str, str, str]] = []
    for one in inlines:
        text = re.sub(r"\s+", " ", one.text)
        if one.kind == "text" and made and made[-1][0] == "text":
            made[-1] = ("text", made[-1][1] + text, "", "")
        elif one.kind == "link_open":
            made.append((one.kind, text, "", one.title))
        elif one.text or one.kind != "text":
            made.append((one.kind, "" if one.kind == "image" else text, "", ""))
    return made


def _written(inlines: list[Inline], em: str, strong: str) -> str:
    marks = {"em": em, "strong": strong}
    text = ""
    hrefs: list[str] = []
    for one in inlines:
        name, _, side = one.kind.partition("_")
        if name in marks:
            text += marks[name]
        elif one.kind == "link_open":
            hrefs.append(_address(one))
            text += "["
        elif side == "close":
            text += f"]({hrefs.pop()})"
        else:
            text += _leaf(one, is_first=not text or text.endswith("\n"))
    return text


def _leaf(one: Inline, *, is_first: bool) -> str:
    if one.kind == "hardbreak":
        return "\\\n"
    if one.kind == "code":
        return _code(one.text)
    if one.kind == "image":
        return f"![{' '.join(one.text.translate(_ALT).split())}]({quote(one.href, safe='/')})"
    return escaped(one.text, is_first=is_first)


def escaped(text: str, *, is_first: bool = True) -> str:
    r"""Return `text` so that it is read as text: `1. *a*` → `1\. \*a\*`."""
    made = _SIGNS.sub(r"\\\g<0>", text)
    made = _ODD_SPACE.sub(lambda found: f"&#{ord(found[0])};", made)
    if not is_first:
        return made
    begin = _LINE_START.match(made)
    if begin:
        at = begin.end("number") if begin["number"] else 0
        return f"{made[:at]}\\{made[at:]}"
    label = _LABEL.match(made)
    if label and (label[1] in _CARDS or begins_with_key(made) or mistyped_key(made)):
        return f"{made[: label.end() - 1]}\\{made[label.end() - 1 :]}"
    return made


def _code(text: str) -> str:
    if not text:
        return ""
    mark = "`"
    runs = set(_RUNS.findall(text))
    while mark in runs:
        mark += "`"
    is_padded = text[0] in "` " or text[-1] in "` "
    space = " " if is_padded and text.strip() else ""
    return f"{mark}{space}{text}{space}{mark}"


def _address(link: Inline) -> str:
    href = quote(link.href, safe="/:?#@!$&'*+,;=%~-._[]").replace("&", "&amp;")
    title = " ".join(link.title.split()).replace("\\", "\\\\").replace('"', '\\"')
    return f'{href} "{title.replace("&", "&amp;")}"' if title else href
