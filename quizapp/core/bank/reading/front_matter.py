"""The front matter of a bank file: what the bank is called and what its items share."""

import re
from dataclasses import dataclass, field
from typing import Final

from quizapp.core.bank.distance import nearest
from quizapp.core.bank.header import Report, Value, read_yaml
from quizapp.core.bank.reading.page import Page

SLUG: Final = re.compile(r"[a-z0-9][a-z0-9-]*\Z")
FENCE: Final = "---"
KEYS: Final = (
    "bank",
    "title",
    "language",
    "license",
    "authors",
    "description",
    "defaults",
    "sources",
)
DEFAULT_KEYS: Final = (
    "exam",
    "source",
    "concept",
    "topic",
    "section",
    "level",
    "status",
    "hint",
    "facts",
    "evidence",
    "tags",
)


@dataclass(frozen=True, slots=True)
class Header:
    """What the front matter says. `default_lines` tells where each default was written."""

    slug: str = ""
    title: str = ""
    language: str = "en"
    license: str = ""
    authors: tuple[str, ...] = ()
    description: str = ""
    defaults: dict[str, str] = field(default_factory=dict)
    default_lines: dict[str, int] = field(default_factory=dict)
    sources: dict[str, str] = field(default_factory=dict)


def read_header(page: Page) -> Header:
    """Read the front matter of `page`, claim its lines and blank them."""
    if page.line(1) != FENCE:
        hint = "begin with a line `---`, then `bank:` and `title:`, then a line `---`"
        page.report(1, "B010", "The file does not begin with front matter", hint, column=1)
        return Header()
    end = next((no for no in range(2, len(page.lines) + 1) if page.line(no) == FENCE), 0)
    if not end:
        hint = "put a line `---` after the last key"
        page.report(1, "B011", "The front matter has no closing line", hint, column=1)
        end = _first_heading(page) - 1
        page.claim(1, end, "front matter")
        page.blank(1, end)
        return Header()
    text = "\n".join(page.lines[1 : end - 1])
    page.claim(1, end, "front matter")
    page.blank(1, end)

    def report(line: int, column: int, code: str, message: str, hint: str) -> None:
        page.report(line, code, message, hint, column=column)

    value = read_yaml(text, 2, report)
    return _header(value, report) if value else Header()


def _first_heading(page: Page) -> int:
    for number, line in enumerate(page.lines, 1):
        if line.startswith(("## ", "# Case")):
            return number
    return len(page.lines) + 1


def _header(value: Value, report: Report) -> Header:
    found = value.entries
    if found is None:
        report(value.line, value.column, "B016", "Expected keys and values", "write `key: value`")
        return Header()
    _check_keys(value, KEYS, report)
    for key in ("bank", "title"):
        if key not in found:
            report(1, 1, "B015", f"`{key}:` is missing", f"add a line `{key}: …`")
    slug = _text(found, "bank", "", report)
    if slug and not SLUG.match(slug):
        at = found["bank"]
        hint = "use small letters, digits and hyphens"
        report(at.line, at.column, "B016", f"The bank id `{slug}` is not allowed", hint)
    authors = found["authors"].words() if "authors" in found else []
    if authors is None:
        at = found["authors"]
        report(at.line, at.column, "B016", "`authors` must be a list", "write `authors: [A, B]`")
    defaults = _mapping(found, "defaults", report)
    _check_keys(defaults, DEFAULT_KEYS, report)
    return Header(
        slug=slug,
        title=_text(found, "title", "", report),
        language=_text(found, "language", "en", report),
        license=_text(found, "license", "", report),
        authors=tuple(authors or ()),
        description=_text(found, "description", "", report),
        defaults=_defaults(defaults, report),
        default_lines=defaults.key_lines,
        sources=_sources(_mapping(found, "sources", report), report),
    )


def _check_keys(value: Value, known: tuple[str, ...], report: Report) -> None:
    for name in value.entries or {}:
        if name not in known:
            guess = nearest(name, known)
            hint = f"did you mean `{guess}`?" if guess else f"known here: {', '.join(known)}"
            line = value.key_lines[name]
            report(line, value.column, "B014", f"Unknown key `{name}`", hint)


def _text(found: dict[str, Value], key: str, default: str, report: Report) -> str:
    if key not in found:
        return default
    value = found[key]
    if not value.text:
        hint = f"write `{key}: some words`"
        report(value.line, value.column, "B016", f"`{key}` must be a text", hint)
    return value.text or default


def _mapping(found: dict[str, Value], key: str, report: Report) -> Value:
    value = found.get(key, Value(1, 1, entries={}))
    if value.entries is None:
        hint = "write one `key: value` on each line, indented by 2"
        report(value.line, value.column, "B016", f"`{key}` must be keys and values", hint)
        return Value(1, 1, entries={})
    return value


def _defaults(value: Value, report: Report) -> dict[str, str]:
    values: dict[str, str] = {}
    for name, default in (value.entries or {}).items():
        words = default.words()
        if not words:
            message = f"The default `{name}` must be a text or a list"
            report(default.line, default.column, "B016", message, "add a value")
        elif name != "exam" and any(sign in word for word in words for sign in "<·"):
            # Here they would be plain text, in an item's field a tag and the end of the field.
            message = f"The default `{name}` cannot hold `<` or `·`"
            hint = "write this field on the items themselves"
            report(default.line, default.column, "B016", message, hint)
        elif name in DEFAULT_KEYS:
            values[name] = default.text or ", ".join(words)
    return values


def _sources(value: Value, report: Report) -> dict[str, str]:
    for name, reference in (value.entries or {}).items():
        if not reference.text:
            hint = "write the whole reference in double quotes after the key"
            message = f"The source `{name}` must be a text"
            report(reference.line, reference.column, "B016", message, hint)
    return {name: ref.text for name, ref in (value.entries or {}).items() if ref.text}
