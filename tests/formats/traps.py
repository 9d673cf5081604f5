"""Files made to do harm, and files that are none, by name: format, bytes, what is said."""

import io
import json
import sqlite3
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Final

import zstandard

FILES: Final = Path(__file__).parent / "files"
PACKAGE: Final = (FILES / "anki_legacy.apkg").read_bytes()
MIB: Final = 1024 * 1024

Trap = tuple[str, Callable[[], bytes], str]


def zipped(*members: tuple[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return made.getvalue()


def link() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        member = zipfile.ZipInfo("quiz.xml")
        member.external_attr = 0o120777 << 16
        archive.writestr(member, "/etc/passwd")
    return made.getvalue()


def lying() -> bytes:
    """A zip whose directory says that its member is small."""
    whole = zipped(("quiz.xml", b"<a>" + b" " * 50_000 + b"</a>"))
    size = (50_007).to_bytes(4, "little")
    return whole.replace(size, (10).to_bytes(4, "little"))


def encrypted() -> bytes:
    whole = bytearray(zipped(("quiz.xml", b"<a/>")))
    at = whole.index(b"PK\x01\x02")
    whole[at + 8] |= 1
    return bytes(whole)


def twice() -> bytes:
    whole = zipped(("a.xml", b"<a/>"), ("b.xml", b"<a/>"))
    return whole.replace(b"b.xml", b"a.xml")


def laughs() -> bytes:
    lines = "".join(f'<!ENTITY l{at} "{f"&l{at - 1};" * 10}">' for at in range(1, 10))
    return f'<!DOCTYPE quiz [<!ENTITY l0 "ha">{lines}]><quiz>&l9;</quiz>'.encode()


def collection(*statements: str) -> bytes:
    connection = sqlite3.connect(":memory:")
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    return zipped(("collection.anki2", connection.serialize()), ("media", b"{}"))


def package(**columns: str) -> bytes:
    models = {
        "1": {
            "name": "Basic",
            "type": 0,
            "flds": [{"name": "Front"}, {"name": "Back"}],
            "tmpls": [{"qfmt": "{{Front}}", "afmt": "{{Back}}"}],
        }
    }
    names = {"decks": json.dumps({"1": {"name": "D"}}), "models": json.dumps(models), **columns}
    return collection(
        "CREATE TABLE col (models TEXT, decks TEXT)",
        f"INSERT INTO col VALUES ('{names['models']}', '{names['decks']}')",  # noqa: S608
        "CREATE TABLE cards (nid INT, ord INT, did INT)",
        names.get("notes", "CREATE TABLE notes (id INT, guid TEXT, mid INT, tags TEXT, flds TEXT)"),
    )


ENDLESS: Final = (
    "CREATE VIEW notes AS WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) "
    "SELECT x AS id, '' AS guid, 1 AS mid, '' AS tags, '' AS flds FROM n"
)

TRAPS: Final[dict[str, Trap]] = {
    "empty gift": ("gift", lambda: b"", "no questions"),
    "empty csv": ("csv", lambda: b"\n \n", "empty"),
    "empty xml": ("moodle", lambda: b"", "no whole XML"),
    "no xml": ("moodle", lambda: b"words", "no whole XML"),
    "half a file of xml": ("moodle", lambda: b"<quiz><question type='essay'>", "no whole XML"),
    "no questions": ("moodle", lambda: b"<quiz/>", "no `<question>`"),
    "other xml": ("qti", lambda: b"<html/>", "no QTI 1.2"),
    "entities": ("moodle", laughs, "document type or entities"),
    "an outside entity": (
        "moodle",
        lambda: b'<!DOCTYPE q [<!ENTITY a SYSTEM "file:///etc/passwd">]><quiz>&a;</quiz>',
        "document type or entities",
    ),
    "an outside document type": (
        "qti",
        lambda: b'<!DOCTYPE q SYSTEM "https://example.org/q.dtd"><q/>',
        "document type or entities",
    ),
    "deep xml": ("moodle", lambda: b"<a>" * 100_000, "nested more than 60 deep"),
    "unknown encoding": (
        "moodle",
        lambda: b'<?xml version="1.0" encoding="x-none"?><quiz/>',
        "no whole XML",
    ),
    "nul": ("gift", lambda: b"What\0?{=a}", "U+0000"),
    "utf-16": ("gift", lambda: "What?{=a}".encode("utf-16"), "UTF-16"),
    "latin-1": ("aiken", lambda: "Wör?".encode("latin-1"), "0xF6 is not UTF-8"),
    "an office document": ("csv", lambda: zipped(("a", b"b")), "a zip or an office document"),
    "pdf": ("text2qti", lambda: b"%PDF-1.7", "a PDF"),
    "100 MB": ("gift", lambda: b"x" * 100 * MIB, "over 25 MB"),
    "a million questions": ("gift", lambda: b"a{=b}\n\n" * 1_000_000, "more than 20,000 questions"),
    "a million rows": ("csv", lambda: b"a\tb\n" * 1_000_000, "more than 20,000 questions"),
    "a million answers": (
        "aiken",
        lambda: b"a\nA. b\nANSWER: A\n" * 1_000_000,
        "more than 20,000 questions",
    ),
    "too much for a bank": (
        "csv",
        lambda: b"a\t" + b"b " * 9_000 + b"\n" + (b"c\t" + b"d " * 9_000 + b"\n") * 150,
        "over 2 MB",
    ),
    "half a zip": ("anki", lambda: PACKAGE[: len(PACKAGE) // 2], "damaged"),
    "no zip": ("anki", lambda: b"words", "no zip"),
    "zip of something else": ("anki", lambda: zipped(("a.txt", b"b")), "no collection"),
    "traversal": ("qti", lambda: zipped(("../quiz.xml", b"<a/>")), "leads out of it"),
    "absolute path": ("qti", lambda: zipped(("/etc/quiz.xml", b"<a/>")), "leads out of it"),
    "windows path": ("qti", lambda: zipped(("C:\\quiz.xml", b"<a/>")), "leads out of it"),
    "a link": ("qti", link, "a link in it"),
    "encrypted": ("qti", encrypted, "encrypted"),
    "two of one name": ("qti", twice, "one name"),
    "a bomb": ("qti", lambda: zipped(("quiz.xml", b"\0" * 60 * MIB)), "over 25 MB unpacked"),
    "a zip that lies": ("qti", lying, "damaged"),
    "many files": (
        "qti",
        lambda: zipped(*((f"{at}.xml", b"") for at in range(2_500))),
        "more than 2,000 files",
    ),
    "a bomb of zstandard": (
        "anki",
        lambda: zipped(
            ("collection.anki21b", zstandard.compress(b"\0" * 60 * MIB)), ("media", b"")
        ),
        "over 25 MB unpacked",
    ),
    "no zstandard": ("anki", lambda: zipped(("collection.anki21b", b"words")), "zstandard"),
    "no database": ("anki", lambda: zipped(("collection.anki2", b"words" * 50)), "damaged"),
    "an empty collection": ("anki", package, "no notes"),
    "a view for a table": ("anki", lambda: package(notes=ENDLESS), "damaged, or of another kind"),
    "models that are none": ("anki", lambda: package(models="[1]"), "damaged, or of another kind"),
    "no json": ("json", lambda: b"{", "no JSON"),
    "deep json": ("json", lambda: b"[" * 200_000, "no JSON"),
    "json of another kind": ("json", lambda: b'{"version": 9}', "no bank of version 1"),
    "json without items": ("json", lambda: b"{}", "missing or of another kind"),
    "a list for a text": ("json", lambda: b'{"model": {"slug": []}}', "of another kind"),
    "an unknown field": ("json", lambda: b'{"model": {"slug": "a", "x": 1}}', "of another kind"),
}
