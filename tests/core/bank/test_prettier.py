"""A bank that Prettier has formatted has the same items, whatever its settings."""

import json
from typing import Any, Final

import pytest

from quizapp.core.bank.reader import read_whole
from tests.core.bank.make_prettier_copies import (
    COMMAND,
    COPIES,
    MANIFEST,
    SETTINGS,
    manifest,
    sources,
)

SOURCES: Final = sources()


def folded(value: Any) -> Any:
    """Return plain data with the white space in its texts folded; `<br>` stays."""
    if isinstance(value, str):
        return " ".join(value.split())
    if isinstance(value, dict):
        return {key: folded(one) for key, one in value.items()}
    return [folded(one) for one in value] if isinstance(value, list) else value


def bodies(text: str) -> dict[str, Any]:
    read = read_whole(text)
    assert read.bank is not None, read.problems
    codes = sorted(problem.code for problem in read.problems)
    bank = read.bank
    about = (codes, bank.title, bank.authors, bank.sources, folded(read.intro_html))
    return {"": about, **{ref: folded(body) for ref, body in read.bodies.items()}}


def test_the_copies_are_those_of_our_banks() -> None:
    made = json.loads(MANIFEST.read_text(encoding="utf-8"))
    assert made == manifest(), f"run `{COMMAND}`: a bank or a setting has changed"


@pytest.mark.parametrize("setting", SETTINGS)
@pytest.mark.parametrize("name", SOURCES)
def test_the_items_are_the_same(name: str, setting: str) -> None:
    copy = (COPIES / setting / name).read_text(encoding="utf-8")
    original = SOURCES[name].read_text(encoding="utf-8")
    before, after = bodies(original), bodies(copy)
    assert list(after) == list(before)
    for ref, body in before.items():
        assert after[ref] == body


def test_a_hard_line_break_survives() -> None:
    for setting in SETTINGS:
        copy = (COPIES / setting / "every_kind.md").read_text(encoding="utf-8")
        explanation = bodies(copy)["ek-001"]["explanation_html"]
        assert "that two people<br> work at together." in explanation
