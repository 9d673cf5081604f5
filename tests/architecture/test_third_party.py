"""THIRD_PARTY.md names every font and icon file with its hash, and no other file is foreign."""

import hashlib
import re

from tests.architecture.sources import ROOT, shown

FOLDERS = ("quizapp/static/fonts", "quizapp/static/icons")
PAPER = (ROOT / "THIRD_PARTY.md").read_text(encoding="utf-8")
ROW = re.compile(r"^\| (\S+) \| ([0-9a-f]{96}) \|$", re.MULTILINE)


def test_hashes_are_those_of_the_files() -> None:
    files = (path for folder in FOLDERS for path in (ROOT / folder).rglob("*") if path.is_file())
    actual = {shown(path): hashlib.sha384(path.read_bytes()).hexdigest() for path in files}
    assert dict(ROW.findall(PAPER)) == actual


def test_every_license_is_linked_and_there() -> None:
    licenses = re.findall(r"\]\((quizapp/static/[^)]+)\)", PAPER)
    assert len(licenses) == 5
    assert all((ROOT / license_file).is_file() for license_file in licenses)


def test_no_foreign_script_or_style_is_committed() -> None:
    minified = [
        shown(path)
        for pattern in ("*.js", "*.mjs", "*.css")
        for path in (ROOT / "quizapp" / "static").rglob(pattern)
        if ".min." in path.name or max(map(len, path.read_text().splitlines()), default=0) > 400
    ]
    assert not minified
