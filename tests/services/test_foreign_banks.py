"""A second import updates: what did not change is the same, and what did is exactly that."""

from dataclasses import replace
from typing import Final

import pytest

from quizapp.core.bank.foreign import ImportedBank
from quizapp.core.bank.merging import Merged, Outcome
from quizapp.core.bank.model import Bank, Item
from quizapp.core.bank.parser import parse_bank
from quizapp.core.bank.writer import write_bank
from quizapp.services.foreign_banks import left_out, merge_import
from quizapp.services.foreign_formats import FORMATS, guessed
from tests.core.bank.samples import FOLDER, HEADER, bank_of
from tests.formats.case_files import cases

EVERY: Final = (FOLDER / "every_kind.md").read_text(encoding="utf-8")
CASES: Final = {one.name: one for one in cases()}
CASE: Final = (
    HEADER
    + "# Case [case-1] Ms. R.\nShe *missed* two sessions.\n\n## [d-1] First\nWhat is **first**?\n\n"
    "- [x] Ask *her*\n  > Why not?\n  * Concept: bordin · Facts: K1\n"
    "- [ ] Refer her\n  * Pin: last\n\n* Level: recall\n* Concept: greenson\n"
)


def every_kind() -> Bank:
    bank = parse_bank(EVERY).bank
    assert bank is not None
    return bank


def imported(name: str, data: bytes) -> ImportedBank:
    return FORMATS[name].read(data, "demo", "Demo")


def merged(name: str, data: bytes, current: Bank | None) -> Merged:
    return merge_import(imported(name, data), current, FORMATS[name])


def as_loaded(bank: Bank) -> Bank:
    """The bank as it is once it was written and read."""
    return bank_of(write_bank(bank))


@pytest.mark.parametrize("name", FORMATS)
def test_what_went_out_comes_back_as_the_same(name: str) -> None:
    bank = every_kind()
    back = merged(name, FORMATS[name].write(bank, {}), bank)
    assert {one.outcome for one in back.items} == {Outcome.SAME}
    assert back.bank == bank


@pytest.mark.parametrize("name", ["gift", "aiken", "moodle", "qti", "text2qti", "csv", "json"])
def test_a_foreign_file_is_new_once_and_then_the_same(name: str) -> None:
    data = next(one for one in cases() if one.format_name == name).source.encode()
    first = merged(name, data, None)
    assert {one.outcome for one in first.items} == {Outcome.NEW}
    again = merged(name, data, as_loaded(first.bank))
    assert [one.ref for one in again.items] == [one.ref for one in first.items]
    assert {one.outcome for one in again.items} == {Outcome.SAME}
    assert write_bank(again.bank) == write_bank(first.bank)


@pytest.mark.parametrize("name", ["anki_legacy", "anki_new"])
def test_a_package_is_new_once_and_then_the_same(name: str) -> None:
    data = (FOLDER.parents[1] / "formats" / "files" / f"{name}.apkg").read_bytes()
    first = merged("anki", data, None)
    again = merged("anki", data, parse_bank(write_bank(first.bank)).bank)
    assert {one.outcome for one in again.items} == {Outcome.SAME}
    assert write_bank(again.bank) == write_bank(first.bank)


def test_one_item_that_changed_there_is_the_one_that_changes_here() -> None:
    source = CASES["single choice with feedback and an id"].source + "\n\n" + "Who?{=Zetzel}\n"
    first = as_loaded(merged("gift", source.encode(), None).bank)
    edited = source.replace("=yellow", "=amber").replace("::Q2::", "::A new name::")
    back = merged("gift", edited.encode(), first)
    assert [(one.ref, one.outcome) for one in back.items] == [
        ("q2", Outcome.CHANGED),
        ("who", Outcome.SAME),
    ]
    assert set(back.items[0].fields) == {"title", "options"}
    assert back.bank.items[0].options[0].text == "amber"
    assert back.bank.items[0].alias == ("gift:Q-2",)


def test_what_a_format_cannot_hold_stays_as_it_is() -> None:
    bank = bank_of(CASE)
    data = FORMATS["moodle"].write(bank, {}).replace(b"Refer her", b"Refer her today")
    [item] = merged("moodle", data, bank).bank.items
    [before] = bank.items
    assert item == replace(
        before,
        options=(
            before.options[0],
            replace(before.options[1], text="Refer her today"),
        ),
    )


def test_a_changed_question_of_a_case_does_not_take_the_case_in() -> None:
    bank = bank_of(CASE)
    data = FORMATS["gift"].write(bank, {}).replace(b"What is", b"What comes")
    back = merged("gift", data, bank)
    [item] = back.bank.items
    assert item.stem == "What comes **first**?"
    assert item.stimulus == "She *missed* two sessions."
    assert back.items[0].fields == ("stem",)


def test_items_that_did_not_come_in_stay_and_new_ones_get_a_ref_of_their_own() -> None:
    bank = bank_of(CASE + "\n## [who] Another\nQ: Who?\n\nA: Somebody\n\n* Alias: gift:77\n")
    back = merged("gift", b"Who?{=Zetzel}", bank)
    assert [one.ref for one in back.bank.items] == ["d-1", "who", "who-2"]
    assert back.items[0].outcome is Outcome.NEW
    assert back.bank.items[:2] == bank.items


def test_an_item_of_ours_is_found_by_its_ref_and_gets_the_id_there() -> None:
    bank = bank_of(CASE)
    source = b"// [id:4 711]\n::d-1::Which first?{=Ask her ~Refer her}"
    back = merged("gift", source, bank)
    [item] = back.bank.items
    assert (item.ref, item.alias, item.level) == ("d-1", ("gift:4%20711",), "recall")
    again = merged("gift", source.replace(b"d-1", b"renamed"), as_loaded(back.bank))
    assert [one.ref for one in again.bank.items] == ["d-1"]


def test_a_table_with_some_columns_changes_only_those() -> None:
    bank = bank_of(CASE)
    back = merged("csv", b"ref,kind,level\nd-1,single,application\n", bank)
    assert back.bank.items == bank.items
    assert [note.level for note in back.notes] == ["refused"]
    stem = b"ref,kind,stem,options\nd-1,single,Why?,[x] Ask *her*\\n\n"
    assert merged("csv", stem, bank).bank.items == bank.items


def test_kinds_that_a_format_has_not_are_named() -> None:
    bank = every_kind()
    found = left_out(bank, FORMATS["aiken"])
    assert set(found) == {one.kind.value for one in bank.items} - {"single", "truefalse"}
    assert left_out(bank, FORMATS["json"]) == {}


@pytest.mark.parametrize(
    ("name", "data", "expected"),
    [
        ("a.gift", b"", "gift"),
        ("a.apkg", b"", "anki"),
        ("a.xml", b"<quiz>", "moodle"),
        ("a.xml", b"<questestinterop>", "qti"),
        ("a.tsv", b"", "csv"),
        ("a.txt", b"What?\nA. a\nANSWER: A\n", "aiken"),
        ("a.txt", b"1. Which?\n*a) x\n", "text2qti"),
        ("a.txt", b"a\tb", "csv"),
        ("a.txt", b"What?{=a}", "gift"),
        ("a.txt", b"words", None),
        ("a.docx", b"", None),
    ],
)
def test_a_format_is_guessed_by_name_and_beginning(
    name: str, data: bytes, expected: str | None
) -> None:
    form = guessed(name, data)
    assert (form.name if form else None) == expected


def test_items_keep_their_order() -> None:
    bank = every_kind()
    items: tuple[Item, ...] = merged("moodle", FORMATS["moodle"].write(bank, {}), bank).bank.items
    assert [one.ref for one in items] == [one.ref for one in bank.items]
