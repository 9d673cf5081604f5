"""Every format of other programs: how it is read and written, and what it cannot hold."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from typing import Final

from quizapp.core.bank.foreign import ImportedBank
from quizapp.core.bank.model import Bank, Item, Kind
from quizapp.formats import aiken, anki, csv, gift, json, moodle_xml, qti, text2qti

_ALL: Final = frozenset(one.name for one in fields(Item)) - {"line"}
_ASKED: Final = frozenset({"kind", "stem", "options"})
_TYPED: Final = _ASKED | {"accepted", "number"}


@dataclass(frozen=True, slots=True)
class Format:
    """One format. `name` is what a command calls it, `alias` stands before its ids.

    `fields` are the fields of an item that it holds; `losses` say in words what becomes of the
    rest of what it holds, in docs/formats.md.
    """

    name: str
    title: str
    extension: str
    alias: str
    kinds: tuple[Kind, ...]
    fields: frozenset[str]
    read: Callable[[bytes, str, str], ImportedBank]
    write: Callable[[Bank, Mapping[str, bytes]], bytes]
    losses: tuple[str, ...] = ()


_CASE: Final = "the text of a case stands before each of its questions"
_TRUTH: Final = "True and False stand in this order, written so"
_TRUE_FIRST: Final = "True stands before False"
_PLAIN_GAPS: Final = "the words of gaps are without marks"
_PLAIN_SIDES: Final = "right sides of matches are without marks, and the two columns without names"
_PLAIN_ANSWERS: Final = "accepted answers are without marks"
_PATHS: Final = "a picture stays without its file, as its description"

_LIST: Final = (
    Format(
        name="json",
        title="JSON",
        extension="json",
        alias="json",
        kinds=tuple(Kind),
        fields=_ALL,
        read=json.read,
        write=json.write,
        losses=("the files of pictures",),
    ),
    Format(
        name="csv",
        title="Table (CSV, TSV, Quizlet)",
        extension="csv",
        alias="csv",
        kinds=tuple(Kind),
        fields=_ALL,
        read=csv.read,
        write=csv.write,
        losses=("the header of the bank and its introduction", "the files of pictures"),
    ),
    Format(
        name="gift",
        title="GIFT (Moodle)",
        extension="gift",
        alias="gift",
        kinds=gift.KINDS,
        fields=_TYPED | {"title", "pairs", "explanation", "tags", "part_title"},
        read=gift.read,
        write=gift.write,
        losses=(_CASE, _TRUTH, _PLAIN_SIDES, _PLAIN_ANSWERS, _PATHS),
    ),
    Format(
        name="aiken",
        title="Aiken",
        extension="txt",
        alias="aiken",
        kinds=aiken.KINDS,
        fields=_ASKED,
        read=aiken.read,
        write=aiken.write,
        losses=(
            *(_CASE, "ids: the words of a question are its id"),
            *("every mark, line break and picture", "the reasons of options"),
        ),
    ),
    Format(
        name="moodle",
        title="Moodle XML",
        extension="xml",
        alias="moodle",
        kinds=moodle_xml.KINDS,
        fields=_TYPED
        | {"title", "pairs", "steps", "cloze", "explanation", "hint", "tags", "part_title"},
        read=moodle_xml.read,
        write=moodle_xml.write,
        losses=(
            *(_CASE, _TRUTH, _PLAIN_SIDES, _PLAIN_ANSWERS, _PLAIN_GAPS),
            "the reasons of steps",
        ),
    ),
    Format(
        name="qti",
        title="QTI 1.2 (Canvas)",
        extension="zip",
        alias="qti",
        kinds=qti.KINDS,
        fields=_TYPED | {"title", "pairs", "cloze", "explanation"},
        read=qti.read,
        write=qti.write,
        losses=(
            *(_CASE, _TRUE_FIRST, _PLAIN_SIDES, _PLAIN_ANSWERS, _PLAIN_GAPS),
            "answers too many of a match stand last, each once",
        ),
    ),
    Format(
        name="text2qti",
        title="text2qti",
        extension="txt",
        alias="text2qti",
        kinds=text2qti.KINDS,
        fields=_TYPED | {"title", "explanation"},
        read=text2qti.read,
        write=text2qti.write,
        losses=(_CASE, _PLAIN_ANSWERS, _PATHS),
    ),
    Format(
        name="anki",
        title="Anki",
        extension="apkg",
        alias="anki",
        kinds=anki.KINDS,
        fields=_ASKED
        | {"answer", "cloze", "accepted", "explanation", "hint", "tags", "part_title"},
        read=anki.read,
        write=anki.write,
        losses=(
            *(_CASE, _TRUE_FIRST, _PLAIN_GAPS, "accepted answers after the first"),
            *("spaces in tags are `_`", "a picture has its folder in its name"),
        ),
    ),
)
FORMATS: Final = {one.name: one for one in _LIST}


def guessed(file_name: str, data: bytes) -> Format | None:
    """Return the format of a file by its name and its beginning, None where it is not clear."""
    extension = file_name.lower().rpartition(".")[2]
    by_name = {"tsv": "csv", **{one.extension: one.name for one in _LIST}}
    begin = data[:4000]
    if extension == "xml":
        return FORMATS["qti" if b"<questestinterop" in begin else "moodle"]
    if extension != "txt":
        name = by_name.get(extension)
        return FORMATS[name] if name else None
    signs = (("aiken", b"\nANSWER:"), ("text2qti", b"\n*a) "), ("gift", b"{"), ("csv", b"\t"))
    return next((FORMATS[name] for name, sign in signs if sign in begin), None)
