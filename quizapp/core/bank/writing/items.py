"""One item as Markdown: its heading, its texts in the shape of its kind, its fields."""

import re
from collections.abc import Callable
from typing import Final

from quizapp.core.bank.model import Item, Kind, Option, Status
from quizapp.core.bank.reading.answers import question_end
from quizapp.core.bank.reading.fields import is_field_list
from quizapp.core.bank.reading.options import is_option_list
from quizapp.core.bank.tree import parse_tree
from quizapp.core.bank.writing.lists import (
    BULLETS,
    DELIMITERS,
    free_mark,
    write_entry,
    write_fields,
)

# The line that parts question and explanation where nothing else does.
RULE: Final = "***"

_CLOSING: Final = re.compile(r"(?:\s|\A)#+\Z")
_BULLETS_OF_FIELDS: Final = ("*", "-", "+")


def write_item(item: Item) -> str:
    """Return the item from its heading to its last field; values of defaults are written out."""
    body = "\n\n".join(text for text in _SHAPES[item.kind](item) if text)
    heading = write_heading("##", item.ref, item.title)
    mark = free_mark(_BULLETS_OF_FIELDS, body)
    fields = "\n".join(f"{mark} {line}" for line in _fields(item))
    return f"{heading}\n{body}" + (f"\n\n{fields}" if fields else "")


def write_heading(mark: str, ref: str, title: str) -> str:
    """Return a heading; the last signs # of a title are kept by one more."""
    parts = [mark, f"[{ref}]" if ref else "", title, "#" if _CLOSING.search(title) else ""]
    return " ".join(part for part in parts if part)


def _choice(item: Item) -> list[str]:
    mark = free_mark(BULLETS, item.stem, item.explanation)
    return [item.stem, "\n".join(_option(mark, one) for one in item.options), item.explanation]


def _option(mark: str, option: Option) -> str:
    fields = write_fields(
        [
            ("Concept", option.concept),
            ("Facts", ", ".join(option.facts)),
            ("Pin", "last" if option.is_pinned_last else ""),
        ]
    )
    box = "[x]" if option.is_key else "[ ]"
    return write_entry(mark, f"{box} {option.text}", option.rationale, " · ".join(fields))


def _flashcard(item: Item) -> list[str]:
    return [_marked("Q:", item.stem), _marked("A:", item.answer)]


def _marked(mark: str, text: str) -> str:
    """Return `text` behind its mark, or below it where a list, a quote or code comes first."""
    first = parse_tree(text).children[0]
    is_apart = first.kind in ("list", "quote", "fence") or text[0].isspace()
    # A list that would be read as fields or options is none: it stood behind the mark.
    if is_apart and not is_field_list(first) and not is_option_list(first):
        return f"{mark}\n\n{text}"
    return f"{mark} {text}"


def _cloze(item: Item) -> list[str]:
    mark = "C:\n" if item.cloze[:1].isspace() else "C: "
    return [item.stem, mark + item.cloze, item.explanation]


def _typed(item: Item) -> list[str]:
    parts = [text for text in (item.stem, item.explanation) if text]
    blocks = parse_tree("\n\n".join(parts)).children
    stem, more = (parse_tree(text).children for text in (item.stem, item.explanation))
    # Two lists side by side would be read as one.
    is_clear = question_end(blocks) == len(stem) and len(blocks) == len(stem) + len(more)
    return [item.stem, "" if is_clear else RULE, item.explanation]


def _order(item: Item) -> list[str]:
    delimiter = free_mark(DELIMITERS, "", item.explanation)
    steps = "\n".join(
        write_entry(f"{number}{delimiter}", step.text, step.rationale)
        for number, step in enumerate(item.steps, 1)
    )
    return [item.stem, _type(item), steps, item.explanation]


def _match(item: Item) -> list[str]:
    rows = [item.columns, *((pair.left, pair.right) for pair in item.pairs)]
    head, *others = (f"| {' | '.join(map(_without_bars, row))} |" for row in rows)
    return [item.stem, _type(item), "\n".join([head, "|---|---|", *others]), item.explanation]


def _type(item: Item) -> str:
    return f"{free_mark(_BULLETS_OF_FIELDS, item.stem)} Type: {item.kind.value}"


def _without_bars(text: str) -> str:
    return text.replace("|", "\\|")


def _answer(item: Item) -> str:
    if item.number:
        return f"{item.number.value} ± {item.number.tolerance}"
    return " | ".join(map(_without_bars, item.accepted))


def _fields(item: Item) -> list[str]:
    return write_fields(
        [
            ("Answer", _answer(item)),
            ("Source", item.source),
            ("Concept", ", ".join(item.concepts)),
            ("Topic", item.topic),
            ("Section", item.section),
            ("Level", item.level),
            ("Status", "" if item.status == Status.LIVE else item.status.value),
            ("Hint", item.hint),
            ("Facts", ", ".join(item.facts)),
            ("Evidence", item.evidence),
            ("Tags", ", ".join(item.tags)),
            ("Was", ", ".join(item.was)),
            ("Alias", ", ".join(item.alias)),
            ("Siblings", ", ".join(item.siblings)),
            ("New", "yes" if item.is_new else ""),
        ]
    )


_SHAPES: Final[dict[Kind, Callable[[Item], list[str]]]] = {
    Kind.SINGLE: _choice,
    Kind.TRUE_FALSE: _choice,
    Kind.MULTI: _choice,
    Kind.FLASHCARD: _flashcard,
    Kind.CLOZE: _cloze,
    Kind.TYPED: _typed,
    Kind.NUMERIC: _typed,
    Kind.ORDER: _order,
    Kind.MATCH: _match,
}
