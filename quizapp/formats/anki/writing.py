"""Writes an Anki package by genanki: a deck for each part, a note for each item."""

import hashlib
import itertools
import json
import re
import sqlite3
import time
from collections.abc import Mapping
from contextlib import closing
from string import ascii_uppercase
from typing import Final

import genanki

from quizapp.core.bank.archives import packed
from quizapp.core.bank.html import plain_inline, render_block, render_inline
from quizapp.core.bank.model import Bank, Item, Kind
from quizapp.core.bank.outgoing import (
    asked_html,
    cloze_html,
    foreign_id,
    plain_title,
    true_first,
    with_addresses,
)
from quizapp.formats.anki.models import CARD, CHOICE, CLOZE, OPTION, TYPED, note_types

KINDS: Final = (
    *(Kind.SINGLE, Kind.TRUE_FALSE, Kind.MULTI, Kind.FLASHCARD, Kind.CLOZE, Kind.TYPED),
)

_CHOICES: Final = (Kind.SINGLE, Kind.TRUE_FALSE, Kind.MULTI)
_DOUBLE: Final = re.compile(r"([:}{])(?=\1)")


def write(bank: Bank, files: Mapping[str, bytes] | None = None) -> bytes:
    """Return a package with the items of `bank` that Anki can hold, and their pictures.

    It is dated now, because Anki takes in only what is newer than what it has.
    """
    files = files or {}
    # Anki keeps pictures in one folder, so a path becomes a name.
    names = {path: path.replace("/", "--") for path in files}
    models = {name: genanki.Model(**made) for name, made in note_types().items()}
    decks: dict[str, genanki.Deck] = {}
    used: list[str] = []
    for item in bank.items:
        if item.kind not in KINDS:
            continue
        deck = _deck(bank, item, decks)
        name, fields = _fields(item)
        named = [with_addresses(html, names.__getitem__, files) for html in fields]
        used += [path for _, paths in named for path in paths]
        deck.add_note(
            genanki.Note(
                model=models[name],
                fields=[html for html, _ in named],
                guid=_guid(bank, item),
                tags=[plain_inline(tag).replace(" ", "_") for tag in item.tags],
            )
        )
    media = list(dict.fromkeys(used))
    members = {"collection.anki2": _database(list(decks.values()))}
    members["media"] = json.dumps({str(at): names[path] for at, path in enumerate(media)}).encode()
    return packed(members | {str(at): files[path] for at, path in enumerate(media)})


def _guid(bank: Bank, item: Item) -> str:
    is_from_there = any(one.startswith("anki:") for one in item.alias)
    found = foreign_id(item, "anki")
    return found if is_from_there else f"{bank.slug}/{found}"


def _deck(bank: Bank, item: Item, decks: dict[str, genanki.Deck]) -> genanki.Deck:
    part = plain_inline(item.part_title).replace("::", ": :")
    name = plain_title(bank).replace("::", ": :") + (f"::{part}" if part else "")
    if name not in decks:
        digest = hashlib.sha256(f"{bank.slug}/{part}".encode()).digest()
        decks[name] = genanki.Deck(1 + int.from_bytes(digest[:5]), name)
    return decks[name]


def _fields(item: Item) -> tuple[str, list[str]]:
    """Return the note type of an item, and its fields in HTML."""
    hint, more = render_inline(item.hint), render_block(item.explanation)
    if item.kind is Kind.FLASHCARD:
        return CARD, [asked_html(item), render_block(item.answer), hint]
    if item.kind is Kind.CLOZE:
        return CLOZE, [cloze_html(item, _gap), more, hint]
    if item.kind is Kind.TYPED:
        return TYPED, [asked_html(item), render_inline(item.accepted[0]), more, hint]
    options = true_first(item) if item.kind is Kind.TRUE_FALSE else item.options
    key = [letter for letter, one in zip(ascii_uppercase, options, strict=False) if one.is_key]
    reasons = [render_block(one.rationale) for one in options]
    texts = _listed([render_inline(one.text) for one in options])
    told = _listed(reasons) if any(reasons) else ""
    return CHOICE, [asked_html(item), texts, ", ".join(key), told, more, hint]


def _listed(texts: list[str]) -> str:
    entries = "".join(f"{OPTION}{text}</li>" for text in texts)
    return f'<ol type="A">{entries}</ol>'


def _gap(number: int, text: str) -> str:
    words = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    # A comment parts the signs that would end the gap, and shows nothing.
    words = _DOUBLE.sub(r"\1<!-- -->", words)
    return f"{{{{c{number}::{words}}}}}"


def _database(decks: list[genanki.Deck]) -> bytes:
    now = time.time()
    with closing(sqlite3.connect(":memory:")) as connection:
        package = genanki.Package(decks)
        package.write_to_db(connection.cursor(), now, itertools.count(int(now * 1000)))
        connection.commit()
        return connection.serialize()
