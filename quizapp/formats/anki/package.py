"""Opens an Anki package of either generation: its notes, note types, decks and media.

The database in it is foreign: it is read in memory, only tables that are known, by plain SELECTs
that an authorizer lets through, and given up after too many steps.
"""

import io
import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from typing import Any, Final

import zstandard

from quizapp.core.bank.archives import is_zip, unpacked
from quizapp.core.bank.foreign import MAX_BYTES, MAX_ITEMS, Refused, checked_size

MAX_STEPS: Final = 50_000_000

_NEW: Final = "collection.anki21b"
_OLD: Final = ("collection.anki21", "collection.anki2")
_TABLES: Final = frozenset({"col", "notes", "cards", "notetypes", "fields", "templates", "decks"})
_ALLOWED: Final = (sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ)


@dataclass(frozen=True, slots=True)
class NoteType:
    """A note type: the names of its fields, and front and back of each of its cards."""

    name: str
    is_cloze: bool
    fields: list[str]
    cards: list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Note:
    """One note with its fields in HTML, and which cards were made of it."""

    guid: str
    note_type: NoteType
    fields: dict[str, str]
    tags: list[str]
    deck: str
    cards: list[int]


@dataclass(slots=True)
class Package:
    """What is in a package; `media` is by name."""

    notes: list[Note] = field(default_factory=list)
    media: dict[str, bytes] = field(default_factory=dict)


def opened(data: bytes) -> Package:
    """Return what is in a package; raises Refused where it is none, or a trap."""
    if not is_zip(checked_size(data)):
        raise Refused("This is no .apkg file: it is no zip")
    files = unpacked(data)
    is_new = _NEW in files
    name = _NEW if is_new else next((one for one in _OLD if one in files), "")
    if not name:
        raise Refused("This is no .apkg file: it has no collection in it")
    database = decompressed(files[name]) if is_new else files[name]
    try:
        with closing(_connection(database)) as connection:
            types = _new_types(connection) if is_new else _old_types(connection)
            decks = _new_decks(connection) if is_new else _old_decks(connection)
            notes = list(_notes(connection, types, decks))
        return Package(notes, _media(files, is_new=is_new))
    except (sqlite3.Error, ValueError, KeyError, TypeError, AttributeError, IndexError) as error:
        raise Refused(f"The collection in it is damaged, or of another kind: {error}") from error


def decompressed(data: bytes) -> bytes:
    """Return what was packed by zstandard, up to the size that a file may have."""
    try:
        with zstandard.ZstdDecompressor(max_window_size=2**27).stream_reader(
            io.BytesIO(data)
        ) as reader:
            whole = reader.read(MAX_BYTES + 1)
    except zstandard.ZstdError as error:
        raise Refused("A part of it is damaged (zstandard)") from error
    if len(whole) > MAX_BYTES:
        raise Refused(f"A part of it has over {MAX_BYTES // 1_000_000} MB unpacked")
    return bytes(whole)


def _connection(database: bytes) -> sqlite3.Connection:
    """Return a read-only connection to a database in memory that may do nothing but read."""
    connection = sqlite3.connect(":memory:")
    # A database with a log of its own cannot be opened in memory; these bytes say it has none.
    plain = database[:18] + b"\x01\x01" + database[20:]
    connection.deserialize(plain)
    for pragma in ("trusted_schema=OFF", "query_only=ON", "cell_size_check=ON", "mmap_size=0"):
        connection.execute(f"PRAGMA {pragma}")
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, MAX_BYTES)
    connection.setlimit(sqlite3.SQLITE_LIMIT_SQL_LENGTH, 10_000)
    connection.create_collation("unicase", lambda a, b: (a > b) - (a < b))
    steps = iter(range(0, MAX_STEPS, 10_000))
    connection.set_progress_handler(lambda: next(steps, None) is None, 10_000)
    tables = {
        name
        for name, kind in connection.execute("SELECT name, type FROM sqlite_master LIMIT 1000")
        if kind == "table"
    }
    connection.set_authorizer(_authorizer(_TABLES & tables))
    return connection


def _authorizer(tables: frozenset[str]) -> Any:
    """Return what lets a statement read plain tables that are known, and do nothing else."""

    def decide(action: int, table: str | None, _column: Any, _db: Any, inner: Any) -> int:
        if action not in _ALLOWED or inner is not None:
            return sqlite3.SQLITE_DENY
        if action == sqlite3.SQLITE_READ and table not in tables:
            return sqlite3.SQLITE_DENY
        return sqlite3.SQLITE_OK

    return decide


def _old_types(connection: sqlite3.Connection) -> dict[int, NoteType]:
    [(models,)] = connection.execute("SELECT models FROM col LIMIT 1")
    return {
        int(number): NoteType(
            str(one["name"]),
            one.get("type") == 1,
            [str(field["name"]) for field in one["flds"]],
            [(str(card["qfmt"]), str(card["afmt"])) for card in one["tmpls"]],
        )
        for number, one in json.loads(models).items()
    }


def _new_types(connection: sqlite3.Connection) -> dict[int, NoteType]:
    types = {
        number: NoteType(name, _number_of(config, 1) == 1, [], [])
        for number, name, config in connection.execute("SELECT id, name, config FROM notetypes")
    }
    fields = connection.execute("SELECT ntid, ord, name FROM fields").fetchall()
    for number, _, name in sorted(fields):
        if number in types:  # those of note types that were not exported stay behind
            types[number].fields.append(name)
    cards = connection.execute("SELECT ntid, ord, config FROM templates").fetchall()
    for number, _, config in sorted(cards):
        if number in types:
            types[number].cards.append((_text_of(config, 1), _text_of(config, 2)))
    return types


def _old_decks(connection: sqlite3.Connection) -> dict[int, str]:
    [(decks,)] = connection.execute("SELECT decks FROM col LIMIT 1")
    return {int(number): str(one["name"]) for number, one in json.loads(decks).items()}


def _new_decks(connection: sqlite3.Connection) -> dict[int, str]:
    rows = connection.execute("SELECT id, name FROM decks")
    return {number: name.replace("\x1f", "::") for number, name in rows}


def _notes(
    connection: sqlite3.Connection, types: dict[int, NoteType], decks: dict[int, str]
) -> Iterator[Note]:
    cards: dict[int, list[tuple[int, int]]] = {}
    rows = connection.execute("SELECT nid, ord, did FROM cards LIMIT ?", (MAX_ITEMS * 10,))
    for note, order, deck in rows:
        cards.setdefault(note, []).append((order, deck))
    notes = connection.execute(
        "SELECT id, guid, mid, tags, flds FROM notes LIMIT ?", (MAX_ITEMS + 1,)
    ).fetchall()
    for number, guid, kind, tags, values in sorted(notes, key=lambda row: int(row[0])):
        note_type = types[kind]
        made = sorted(cards.get(number, [(0, 0)]))
        fields = dict(zip(note_type.fields, str(values).split("\x1f"), strict=False))
        deck = decks.get(made[0][1], "")
        yield Note(str(guid), note_type, fields, str(tags).split(), deck, [one for one, _ in made])


def _media(files: dict[str, bytes], *, is_new: bool) -> dict[str, bytes]:
    listed = files.get("media", b"{}")
    if not is_new:
        names = {str(at): str(name) for at, name in json.loads(listed).items()}
        return {name: files[at] for at, name in names.items() if at in files}
    entries = [value for number, value in _fields_of(decompressed(listed)) if number == 1]
    found: dict[str, bytes] = {}
    for at, entry in enumerate(entries):
        if str(at) in files and isinstance(entry, bytes):
            found[_text_of(entry, 1)] = decompressed(files[str(at)])
    if sum(map(len, found.values())) > MAX_BYTES:
        raise Refused(f"Its pictures have over {MAX_BYTES // 1_000_000} MB unpacked")
    return found


def _text_of(message: bytes, number: int) -> str:
    """Return a text in a protocol buffer message, "" without it."""
    found = (value for key, value in _fields_of(message) if key == number)
    value = next(found, b"")
    return value.decode() if isinstance(value, bytes) else ""


def _number_of(message: bytes, number: int) -> int:
    found = (value for key, value in _fields_of(message) if key == number)
    value = next(found, 0)
    return value if isinstance(value, int) else 0


def _fields_of(message: bytes) -> Iterator[tuple[int, int | bytes]]:
    """Yield number and value of each field of a protocol buffer message."""
    at = 0
    while at < len(message):
        key, at = _varint(message, at)
        kind = key & 7
        if kind == 0:
            value, at = _varint(message, at)
            yield key >> 3, value
            continue
        size, at = _varint(message, at) if kind == 2 else ({1: 8, 5: 4}[kind], at)  # noqa: PLR2004
        yield key >> 3, message[at : at + size]
        at += size


def _varint(message: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte = message[at]
        value |= (byte & 0x7F) << shift
        at, shift = at + 1, shift + 7
        if byte < 0x80:  # noqa: PLR2004 - the last one
            return value, at
