"""`flask bank load`: the class of each change, who is told, and the ways to overrule."""

from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask

from quizapp.core.bank.ownership import BROWSER
from quizapp.db.models.banks import BankLoad, ItemRevision
from quizapp.db.models.study import Correction
from tests.factories import BANK, FakeClock
from tests.services.editing import KEY, MATERIAL, WORDING, edited, load
from tests.services.study_room import RIGHT, StudyRoom

CORRECTED = edited(BANK, "s-2", KEY)


@pytest.fixture
def room(app: Flask, clock: FakeClock) -> StudyRoom:
    return StudyRoom(app, clock)


@pytest.fixture
def bank(tmp_path: Path) -> Path:
    path = tmp_path / "small.md"
    path.write_text(BANK)
    return path


def run(app: Flask, *words: str | Path) -> Result:
    return app.test_cli_runner().invoke(args=["bank", "load", "--as-written", *map(str, words)])


def lines(result: Result) -> list[str]:
    assert result.exit_code == 0, result.output
    return result.output.splitlines()


def test_each_change_is_named_with_its_class(room: StudyRoom, bank: Path) -> None:
    for name in ("Alice", "Bob"):
        who = room.person(name)
        room.answer(who, room.sit(who, "s-2"), 1, *RIGHT["s-2"])
    text = edited(edited(CORRECTED, "s-1", MATERIAL), "s-4", WORDING)
    bank.write_text(text.replace("Two agreements and", "Two agreements,"))
    assert lines(run(room.app, bank)) == [
        f"{bank}: 0 new, 4 changed, 2 same, 0 retired",
        "  s-1: material",
        "  s-2: key, 2 learners are told",
        "  s-4: wording",
        "  cosmetic: s-5",
    ]


def test_items_that_go_come_back_or_get_another_name(app: Flask, bank: Path) -> None:
    start, end = BANK.index("## [s-3]"), BANK.index("## [s-4]")
    without = (BANK[:start] + BANK[end:]).replace("[s-4]", "[s-40]")
    bank.write_text(without.replace("* Source: zetzel1956", "* Was: s-4\n* Source: zetzel1956"))
    assert lines(run(app, bank))[1:] == ["  s-4 is called s-40 now", "  retired: s-3"]
    draft = BANK.replace("[s-4]", "[s-40]").replace("* Facts: K057", "* Status: draft")
    bank.write_text(draft.replace("* Source: zetzel1956", "* Was: s-4\n* Source: zetzel1956"))
    assert lines(run(app, bank))[1:] == [
        "  brought back: s-3",
        "  withdrawn (draft): s-1",
        "  cosmetic: s-1",
    ]
    bank.write_text(draft.replace("* Concept: pantheoretical", "* New: yes"))
    assert "  s-2: identity, a new item; the old one is retired" in lines(run(app, bank))


def test_a_dry_run_says_the_same_and_stores_nothing(room: StudyRoom, bank: Path) -> None:
    bank.write_text(CORRECTED)
    before = [room.rows(model) for model in (BankLoad, ItemRevision, Correction)]
    said = lines(run(room.app, "--dry-run", bank))
    assert said[0].endswith("5 same, 0 retired (dry run: nothing was stored)")
    assert [room.rows(model) for model in (BankLoad, ItemRevision, Correction)] == before
    assert lines(run(room.app, bank))[1:] == said[1:] == ["  s-2: key, 0 learners are told"]


def test_a_lower_class_needs_a_reason(room: StudyRoom, bank: Path) -> None:
    alice = room.person("Alice")
    room.answer(alice, room.sit(alice, "s-2"), 1, *RIGHT["s-2"])
    bank.write_text(CORRECTED)
    refused = run(room.app, bank, "--as", "s-2=wording")
    assert refused.exit_code == 1
    assert "The change of s-2 is key. To call it wording, give the reason." in refused.output
    assert "Nothing was loaded" in refused.output
    assert room.rows(ItemRevision) == 6
    said = lines(run(room.app, bank, "--as", "s-2=wording", "--because", "A slip."))
    assert said[1:] == ["  s-2: wording (found: key)"]
    assert room.rows(Correction) == 0


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--as", "s-2=grave"), "with one of identity, key, material, wording, cosmetic"),
        (("--as", "s-2"), "write REF=CLASS"),
        (("--as", "s-1=key"), "s-1 has not changed"),
    ],
)
def test_a_class_that_cannot_be_given_is_said(
    app: Flask, bank: Path, words: tuple[str, ...], said: str
) -> None:
    bank.write_text(CORRECTED)
    result = run(app, bank, *words)
    assert result.exit_code in {1, 2}
    assert said in result.output
    assert "unchanged" not in run(app, bank).output


def test_a_class_is_given_for_one_file_only(app: Flask, bank: Path) -> None:
    other = bank.with_name("other.md")
    other.write_text(BANK.replace("bank: small", "bank: other"))
    result = run(app, bank.parent, "--as", "s-2=key")
    assert result.exit_code == 2
    assert "exactly one bank file" in result.output


def test_a_conflict_shows_both_sides_and_is_settled(app: Flask, bank: Path) -> None:
    load(app, BANK.replace("What the tests study.", "What all study."), origin=BROWSER)
    bank.write_text(CORRECTED)
    result = run(app, bank)
    assert result.exit_code == 1
    assert "have both changed" in result.output
    assert {"+What all study.", "+- [x] False"} <= set(result.output.splitlines())
    assert "`--ours` loads the file" in result.output
    assert "goes on being served" in run(app, bank, "--theirs").output
    assert "unchanged" in run(app, bank).output
    bank.write_text(edited(CORRECTED, "s-1", WORDING))
    assert "2 changed" in run(app, bank, "--ours").output
