"""Files that the formats' own tools wrote come in, each checked by hand."""

import io
import json
import subprocess
import sys
from pathlib import Path
from typing import Final

import genanki
import pytest

from quizapp.core.bank.foreign import ImportedBank
from quizapp.core.bank.model import Kind
from quizapp.core.bank.writing.items import write_item
from quizapp.services.foreign_formats import FORMATS
from tests.core.bank.samples import FOLDER, bank_of
from tests.formats.comparing import shown

FILES: Final = Path(__file__).parent / "files"
# What make_anki_files.py put in, item by item, without the ids that Anki drew.
NOTES: Final = (
    "Q: Who coined **therapeutic alliance**?\n\nA: Zetzel (1956)\n\n* Tags: history, who",
    "Q: bond\n\nA: the attachment of both",
    "Q: the attachment of both\n\nA: bond",
    "C: Bordin: [goals], [tasks] and a [bond].\n\n1979",
    "The author of the WAI?\n\n* Answer: Horvath",
    "Q: See ![bond map.png](bond%20map.png) and 2 \\< 3\n\nA: a map",
    "Q: task\n\nA: what is done",
    "Q: what is done\n\nA: task",
)


def read(name: str, data: bytes) -> ImportedBank:
    return FORMATS[name].read(data, "demo", "Demo")


@pytest.mark.parametrize("at", range(len(NOTES)))
@pytest.mark.parametrize("name", ["anki_legacy", "anki_new"])
def test_a_note_of_anki_becomes_an_item(name: str, at: int) -> None:
    item = read("anki", (FILES / f"{name}.apkg").read_bytes()).bank.items[at]
    [alias] = item.alias
    text = write_item(item).partition("\n")[2]
    assert text.replace(f"\n* Alias: {alias}", "").rstrip("\n") == NOTES[at]
    assert item.part_title == "Theory"


@pytest.mark.parametrize("name", ["anki_legacy", "anki_new"])
def test_a_package_of_anki_says_what_is_lost(name: str) -> None:
    imported = read("anki", (FILES / f"{name}.apkg").read_bytes())
    assert [note.message for note in imported.notes] == [
        "the hint of a gap",
        "`script` was taken out",
    ]
    assert list(imported.files) == ["bond map.png"]
    assert imported.files["bond map.png"].startswith(b"\x89PNG")


def test_a_package_of_genanki_comes_in(tmp_path: Path) -> None:
    deck = genanki.Deck(1_700_000_001, "Deck")
    for model, fields, guid in (
        (genanki.BASIC_MODEL, ["<i>Who</i>?", "Zetzel &amp; others"], "guid,1"),
        (genanki.BASIC_AND_REVERSED_CARD_MODEL, ["a", "b"], None),
        (genanki.BASIC_TYPE_IN_THE_ANSWER_MODEL, ["Who?", "Bordin"], None),
        (genanki.CLOZE_MODEL, ["A {{c1::b}} {{c1::c}} {{c2::d {{c3::e}}}}", "f"], None),
    ):
        deck.add_note(genanki.Note(model=model, fields=fields, guid=guid))
    path = tmp_path / "deck.apkg"
    genanki.Package(deck).write_to_file(str(path))
    imported = read("anki", path.read_bytes())
    kinds = [Kind.FLASHCARD] * 3 + [Kind.TYPED, Kind.CLOZE]
    assert [item.kind for item in imported.bank.items] == kinds
    first, *_, cloze = imported.bank.items
    assert (first.stem, first.answer) == ("*Who*?", "Zetzel & others")
    assert first.alias == ("anki:guid%2C1",)
    assert (cloze.cloze, cloze.explanation) == ("A [b] [c] d [e]", "f")
    assert [note.level for note in imported.notes] == ["changed", "changed"]


def test_a_package_of_text2qti_comes_in() -> None:
    imported = read("qti", (FILES / "text2qti.zip").read_bytes())
    plain = read("text2qti", (FILES / "quiz.text2qti.txt").read_bytes())
    assert len(imported.bank.items) == 8
    for item, other in zip(imported.bank.items, plain.bank.items, strict=True):
        assert item.kind == other.kind
        assert item.ref == other.ref
        assert [one.is_key for one in item.options] == [one.is_key for one in other.options]
        assert item.accepted == other.accepted
    first = imported.bank.items[0]
    assert first.stem == "Which set names the components of **Bordin’s** model?"
    assert [one.rationale for one in first.options] == ["The three of Bordin.", "Rogers, 1957.", ""]
    assert first.explanation == "All three appear in the 1979 paper."
    assert [note.level for note in imported.notes] == ["lost", "refused", "refused", "refused"]


def test_what_we_write_for_text2qti_is_what_it_makes_qti_of(tmp_path: Path) -> None:
    bank = bank_of((FOLDER / "example.md").read_text(encoding="utf-8"))
    (tmp_path / "quiz.txt").write_bytes(FORMATS["text2qti"].write(bank, {}))
    command = [sys.executable, "-c", "from text2qti.cmdline import main; main()", "quiz.txt"]
    subprocess.run(command, cwd=tmp_path, env={"HOME": str(tmp_path)}, check=True, timeout=60)
    made = read("qti", (tmp_path / "quiz.zip").read_bytes()).bank.items
    ours = read("text2qti", FORMATS["text2qti"].write(bank, {})).bank.items
    texts = [[(one.text, one.is_key) for one in shown(item).options] for item in made]
    assert texts == [[(one.text, one.is_key) for one in shown(item).options] for item in ours]


def test_what_we_write_for_anki_is_what_genanki_would_check() -> None:
    bank = bank_of((FOLDER / "example.md").read_text(encoding="utf-8"))
    back = read("anki", FORMATS["anki"].write(bank, {}))
    assert json.dumps([item.ref for item in back.bank.items]) == json.dumps(
        [item.ref for item in bank.items]
    )
    assert io.BytesIO(FORMATS["anki"].write(bank, {})).read(2) == b"PK"
