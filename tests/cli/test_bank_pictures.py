"""`flask bank` with pictures: beside the file, and in a zip."""

import io
import zipfile
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from quizapp.db import write
from quizapp.db.models.banks import BankImage, ItemRevision
from tests.core.bank.picture_files import png
from tests.core.bank.samples import CHOICE
from tests.services.study_room import acting

TEXT = "---\nbank: demo\ntitle: Demo\n---\n" + CHOICE.replace(
    "Which?", "Which?\n\n![A curve](p/curve.png)"
)


@pytest.fixture
def bank(tmp_path: Path) -> Path:
    folder = tmp_path / "banks"
    (folder / "p").mkdir(parents=True)
    (folder / "p" / "curve.png").write_bytes(png(30, 20))
    (folder / "demo.md").write_text(TEXT)
    return folder / "demo.md"


def run(app: Flask, *words: str | Path) -> Result:
    return app.test_cli_runner().invoke(args=["bank", *map(str, words)])


def counts(app: Flask) -> tuple[int, int]:
    """Return how many pictures and how many revisions are stored."""
    with acting(app, write.Mode.READ) as session:
        pictures = session.scalar(select(func.count()).select_from(BankImage)) or 0
        return pictures, session.scalar(select(func.count()).select_from(ItemRevision)) or 0


def zipped(folder: Path) -> Path:
    path = folder.parent / "demo.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for file in folder.rglob("*.*"):
            archive.write(file, f"demo/{file.relative_to(folder)}")
    return path


def test_a_bank_is_loaded_with_its_pictures(app: Flask, client: FlaskClient, bank: Path) -> None:
    pictures, revisions = counts(app)
    assert run(app, "check", bank, "--select", "B0").output == f"{bank}: no problems\n"
    result = run(app, "load", "--as-written", bank)
    assert "1 new" in result.output, result.output
    assert counts(app) == (pictures + 1, revisions + 1)
    page = client.get("/banks/demo").text
    address = page.partition('<img src="')[2].partition('"')[0]
    assert address.startswith("/banks/demo/images/")
    assert 'alt="A curve" width="30" height="20"' in page
    assert client.get(address).data == png(30, 20)
    assert "unchanged" in run(app, "load", "--as-written", bank).output


def test_a_new_picture_under_the_same_name_is_a_change(app: Flask, bank: Path) -> None:
    run(app, "load", "--as-written", bank)
    before = counts(app)
    (bank.parent / "p" / "curve.png").write_bytes(png(31, 20))
    assert "1 changed" in run(app, "load", "--as-written", bank).output
    assert counts(app) == (before[0] + 1, before[1] + 1)


def test_a_missing_picture_refuses_the_bank(app: Flask, bank: Path) -> None:
    (bank.parent / "p" / "curve.png").unlink()
    before = counts(app)
    for command in ("check", "load"):
        result = run(app, command, bank)
        assert result.exit_code == 1
        assert f"{bank}:8:1: error B068 There is no picture `p/curve.png`" in result.output
    assert counts(app) == before


def test_a_link_out_of_the_folder_is_no_picture(app: Flask, bank: Path) -> None:
    picture = bank.parent / "p" / "curve.png"
    picture.rename(bank.parent.parent / "outside.png")
    picture.symlink_to(bank.parent.parent / "outside.png")
    assert "B068" in run(app, "check", bank).output


def test_a_picture_that_is_too_large_is_said(app: Flask, bank: Path) -> None:
    (bank.parent / "p" / "curve.png").write_bytes(png() + b"\0" * 1_000_000)
    assert "`p/curve.png` is over 1 MB" in run(app, "check", bank).output


def test_a_zip_is_checked_and_loaded(app: Flask, bank: Path) -> None:
    path = zipped(bank.parent)
    assert run(app, "check", path, "--select", "B0").output == f"{path}: no problems\n"
    assert "1 new" in run(app, "load", "--as-written", path).output
    assert "unchanged" in run(app, "load", "--as-written", path).output
    bank.write_text(TEXT.replace("[x]", "[ ]"))
    result = run(app, "check", zipped(bank.parent))
    assert f"{path}/demo/demo.md:5:1: error B038" in result.output


def test_a_zip_that_is_none_changes_nothing(app: Flask, bank: Path) -> None:
    path = bank.parent / "demo.zip"
    path.write_bytes(b"PK\x03\x04" + b"\0" * 50)
    before = counts(app)
    for command in ("check", "load"):
        result = run(app, command, path)
        assert (result.exit_code, result.output.count("\n")) == (1, 1)
        assert f"{path}:1:1: error B008" in result.output
    assert counts(app) == before
    assert "unpack it first" in run(app, "fmt", path).output


def test_an_exported_zip_is_the_bank_again(app: Flask, bank: Path) -> None:
    run(app, "load", "--as-written", bank)
    packed = run(app, "export", "demo", "--format", "zip").stdout_bytes
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        assert sorted(archive.namelist()) == ["demo/demo.md", "demo/p/curve.png"]
        assert archive.read("demo/p/curve.png") == png(30, 20)
    path = bank.parent / "again.zip"
    path.write_bytes(packed)
    assert "0 new, 0 changed, 1 same" in run(app, "load", "--as-written", path).output


def test_a_file_over_the_limit_is_not_read_to_its_end(app: Flask, bank: Path) -> None:
    with bank.open("wb") as file:
        file.truncate(100_000_000)
    assert run(app, "check", bank).output.startswith(f"{bank}:1:1: error B001 The file is over 2")
