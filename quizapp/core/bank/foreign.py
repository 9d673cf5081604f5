"""What a bank of another program becomes: our items, and a note for all that did not fit."""

import re
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from itertools import islice
from typing import Final
from urllib.parse import quote

from quizapp.core.bank.decoding import decoded
from quizapp.core.bank.html import plain_inline
from quizapp.core.bank.ids import ID
from quizapp.core.bank.model import Bank, Item
from quizapp.core.bank.parser import parse_bank
from quizapp.core.bank.problems import Problem, ProblemLevel
from quizapp.core.bank.writer import write_bank

MAX_BYTES: Final = 25_000_000  # of a file, and of all that is packed in it
MAX_ITEMS: Final = 20_000
MAX_ID: Final = 60

_HEADING: Final = re.compile(r"## \[([^\]]+)\]")
_NOTHING: Final = re.compile(r"[,\s]+")
_FIELD_DOT: Final = re.compile(r"·(?=\s+[A-Za-z]+ *:)")


class NoteLevel(StrEnum):
    """What became of a thing that was not taken in as it is."""

    REFUSED = "refused"
    LOST = "lost"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Note:
    """One thing that was not taken in as it is. `place` is a line or the name of an item."""

    place: str
    level: NoteLevel
    message: str


@dataclass(frozen=True, slots=True)
class ImportedBank:
    """A foreign bank as ours; `files` are its pictures by their path.

    The alias of an item is its id there, such as `moodle:123`, where its ref is another. `held`
    are the fields that this file can say something of, where not all of its format.
    """

    bank: Bank
    notes: tuple[Note, ...] = ()
    files: dict[str, bytes] = field(default_factory=dict)
    held: frozenset[str] | None = None


class Refused(Exception):  # noqa: N818 - reads as what it is where it is raised
    """A file that cannot be taken in at all; the message says why, in one line."""


def checked_size(data: bytes, name: str = "The file") -> bytes:
    """Return `data`; raises Refused where it is more than a file may have."""
    if len(data) > MAX_BYTES:
        raise Refused(f"{name} is over {MAX_BYTES // 1_000_000} MB")
    return data


def check_count(questions: Iterable[object]) -> None:
    """Raise Refused where there are more questions than a file may have; none is read for that."""
    if next(islice(questions, MAX_ITEMS, None), None) is not None:
        raise Refused(f"The file has more than {MAX_ITEMS:,} questions; split it")


def text_of(data: bytes) -> str:
    """Return the text of a file without its byte order mark; raises Refused for another one."""
    text = decoded(checked_size(data))
    if isinstance(text, Problem):
        raise Refused(f"{text.message} (line {text.line}; {text.hint})")
    if "\0" in text:
        line = text[: text.index("\0")].count("\n") + 1
        raise Refused(f"The file is no text: line {line} has the character U+0000")
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def alias_of(format_name: str, foreign_id: str) -> str:
    """Return how an id of another program stands in `Alias`: `anki:a%2Cb`."""
    return f"{format_name}:{quote(foreign_id, safe='/')}"


def own_alias(item: Item, format_name: str) -> str:
    """Return the alias of an item in one format, as an item of ours would have it."""
    found = (one for one in item.alias if one.startswith(f"{format_name}:"))
    return next(found, alias_of(format_name, item.ref))


def ref_of(
    foreign_id: str, words: str, taken: Container[str], numbers: dict[str, int] | None = None
) -> str:
    """Return a ref for an item: its id where that can be one, else made of its words.

    `numbers` keeps how far each series was counted, so that thousands of one name take no time.
    """
    base = foreign_id if ID.match(foreign_id) and len(foreign_id) <= MAX_ID else ""
    base = base or _slug(words) or _slug(foreign_id) or "item"
    numbers = {} if numbers is None else numbers
    ref, number = base, numbers.get(base, 1)
    while ref in taken:
        number += 1
        ref = f"{base}-{number}"
    numbers[base] = number
    return ref


def _slug(text: str) -> str:
    from_words = re.sub(r"[^a-z0-9]+", "-", plain_inline(text).casefold()).strip("-")
    return from_words[:40].strip("-")


def word(text: str) -> str:
    """Return `text` as one of several values of a field, without what would end it."""
    return _NOTHING.sub(" ", text).strip()


def field_text(md: str) -> str:
    """Return Markdown of one line as the value of a field: no ` · Level:` begins another."""
    return _FIELD_DOT.sub("&#183;", md.strip())


def bare(item: Item) -> Item:
    """Return an item without the lines it stands in."""
    return replace(
        item,
        line=0,
        options=tuple(replace(one, line=0) for one in item.options),
        steps=tuple(replace(one, line=0) for one in item.steps),
        pairs=tuple(replace(one, line=0) for one in item.pairs),
    )


def settled(imported: ImportedBank, places: Mapping[str, str]) -> ImportedBank:
    """Return only what can be written as a bank and read as the same; the rest is refused.

    What our own parser finds wrong with an item is the reason in its note; `places` says by ref
    where in the file an item is.
    """
    bank, refused = imported.bank, list[Note]()
    while bank.items:
        text = write_bank(bank)
        parsed = parse_bank(text)
        reasons = _reasons(text, parsed.problems)
        if not reasons and parsed.bank is not None:
            reasons = _misread(bank, parsed.bank)
        if not reasons:
            break
        refused += [
            Note(places.get(ref, ref), NoteLevel.REFUSED, why) for ref, why in reasons.items()
        ]
        bank = replace(bank, items=tuple(one for one in bank.items if one.ref not in reasons))
    return replace(imported, bank=bank, notes=(*imported.notes, *refused))


def _reasons(text: str, problems: tuple[Problem, ...]) -> dict[str, str]:
    """Return ref → what is wrong with the item, for each item with an error."""
    starts = [
        (number, found[1])
        for number, line in enumerate(text.split("\n"), 1)
        if (found := _HEADING.match(line))
    ]
    reasons: dict[str, str] = {}
    for problem in problems:
        if problem.level is not ProblemLevel.ERROR:
            continue
        refs = [ref for number, ref in starts if number <= problem.line]
        if not refs:
            raise Refused(f"{problem.message} ({problem.hint})")
        reasons.setdefault(refs[-1], f"{problem.message} ({problem.hint})")
    return reasons


def _misread(bank: Bank, read: Bank) -> dict[str, str]:
    found = {one.ref: bare(one) for one in read.items}
    message = "Written in Markdown, it would be read in another way"
    return {one.ref: message for one in bank.items if found.get(one.ref) != bare(one)}
