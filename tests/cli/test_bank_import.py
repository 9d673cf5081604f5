"""`flask bank import` and `flask bank export`: formats of other programs on the command line."""

from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import select

from quizapp.db import write
from quizapp.db.models.banks import Item
from quizapp.formats import bank_zip
from quizapp.services.foreign_formats import FORMATS
from tests.factories import BANK, load_text
from tests.services.study_room import acting

FILES = Path(__file__).parents[1] / "formats" / "files"
GIFT = """// [id:Q 12]
::Q1:: Which?{=goals #Yes. ~empathy ~%50%regard}

::Q2:: Write.{}
"""


@pytest.fixture
def gift(tmp_path: Path) -> Path:
    path = tmp_path / "quiz.gift"
    path.write_text(GIFT)
    return path


def run(app: Flask, *words: str | Path) -> Result:
    return app.test_cli_runner().invoke(args=["bank", *map(str, words)])


def items(app: Flask) -> dict[str, int]:
    with acting(app, write.Mode.READ) as session:
        rows = session.execute(select(Item.ref, Item.id))
        return {row.ref: row.id for row in rows}


def test_an_import_prints_markdown_and_says_what_it_did(app: Flask, gift: Path) -> None:
    result = run(app, "import", gift, "--as", "demo", "--title", "My demo")
    assert result.exit_code == 0, result.output
    assert result.stdout.startswith("---\nbank: demo\ntitle: My demo\n")
    assert "* Alias: gift:Q%2012" in result.stdout
    assert result.stderr.splitlines() == [
        "1 new, 0 changed, 0 same, 1 refused",
        "  q1: new",
        "  line 2: changed: answers that were worth a part are wrong now",
        "  line 4: refused: An essay is not taken in: nothing says which answer is right",
    ]


def test_a_dry_run_stores_and_writes_nothing(app: Flask, gift: Path, tmp_path: Path) -> None:
    out = tmp_path / "demo.md"
    result = run(app, "import", gift, "--as", "demo", "--out", out, "--dry-run")
    assert result.exit_code == 0
    assert result.output.startswith("1 new, 0 changed, 0 same, 1 refused")
    assert not out.exists()
    assert run(app, "import", gift, "--as", "demo", "--load", "--dry-run").exit_code == 0
    assert "q1" not in items(app)


def test_loading_twice_keeps_the_items(app: Flask, gift: Path) -> None:
    first = run(app, "import", gift, "--as", "demo", "--load")
    assert first.exit_code == 0, first.output
    before = items(app)
    assert "q1" in before
    again = run(app, "import", gift, "--as", "demo", "--load")
    assert "0 new, 0 changed, 1 same, 1 refused" in again.output
    gift.write_text(GIFT.replace("=goals", "=goals, tasks and bond"))
    third = run(app, "import", gift, "--as", "demo", "--load")
    assert "  q1: changed (options)" in third.output
    assert items(app) == before


def test_a_package_with_a_picture_becomes_a_zip(app: Flask, tmp_path: Path) -> None:
    package, out = FILES / "anki_new.apkg", tmp_path / "demo.zip"
    refused = run(app, "import", package, "--as", "demo", "--out", tmp_path / "demo.md")
    assert refused.exit_code != 0
    assert "ends in .zip" in refused.output
    assert run(app, "import", package, "--as", "demo", "--out", out).exit_code == 0
    zipped = bank_zip.read(out.read_bytes())
    assert zipped.problems == ()
    assert list(zipped.files) == ["bond map.png"]
    loaded = run(app, "load", out)
    assert loaded.exit_code == 0, loaded.output


def test_a_package_with_a_picture_is_loaded_at_once(app: Flask) -> None:
    result = run(app, "import", FILES / "anki_legacy.apkg", "--as", "demo", "--load")
    assert result.exit_code == 0, result.output
    assert "8 new" in result.output
    assert "the-author-of-the-wai" in items(app)


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_goes_out_and_comes_back_as_the_same(
    app: Flask, tmp_path: Path, name: str
) -> None:
    with app.app_context():
        load_text(BANK)
    exported = run(app, "export", "small", "--format", name)
    assert exported.exit_code == 0, exported.output
    path = tmp_path / f"small.{FORMATS[name].extension}"
    path.write_bytes(exported.stdout_bytes)
    result = run(app, "import", path, "--as", "small", "--format", name, "--load")
    assert result.exit_code == 0, result.output
    assert result.output.startswith("0 new, 0 changed, ")
    assert ", 0 refused" in result.output


def test_what_is_no_bank_is_said_in_one_line(app: Flask, tmp_path: Path) -> None:
    path = tmp_path / "quiz.xml"
    path.write_text('<!DOCTYPE quiz [<!ENTITY a SYSTEM "file:///etc/passwd">]><quiz>&a;</quiz>')
    result = run(app, "import", path, "--as", "demo")
    assert result.exit_code == 1
    assert len(result.output.splitlines()) == 1
    assert "Nothing was taken in." in result.output
    assert run(app, "import", path, "--as", "No Slug").exit_code == 2
    (tmp_path / "quiz.doc").write_text("words")
    assert "--format" in run(app, "import", tmp_path / "quiz.doc", "--as", "demo").output


def test_a_file_without_a_question_that_fits_fails(app: Flask, tmp_path: Path) -> None:
    path = tmp_path / "quiz.gift"
    path.write_text("Write.{}\n")
    result = run(app, "import", path, "--as", "demo")
    assert result.exit_code == 1
    assert "0 new, 0 changed, 0 same, 1 refused" in result.output
