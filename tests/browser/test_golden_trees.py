"""What a screen reader is given of a question of every kind and of its verdict, word for word.

The files of golden/ are read like prose at a review: each is the accessibility tree of the study
region. `GOLDEN=rewrite` writes them anew, and fails, so that nobody takes it for a test.
"""

import os
import re
from difflib import unified_diff
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import OpenPage
from tests.browser.kinds import ASKED
from tests.browser.room import Room
from tests.browser.ways import ByMouse, fill_in

FOLDER = Path(__file__).parent / "golden"
COMMAND = "GOLDEN=rewrite .venv/bin/python -m pytest tests/browser/test_golden_trees.py"
IS_REWRITING = os.environ.get("GOLDEN") == "rewrite"


def faults(name: str, tree: str) -> list[str]:
    """Compare a tree with its file, or write the file."""
    path = FOLDER / f"{name}.yaml"
    fresh = re.sub(r"about=[0-9a-f]+", "about=ANSWER", tree) + "\n"
    stored = path.read_text() if path.exists() else ""
    if fresh == stored:
        return []
    if IS_REWRITING:
        path.write_text(fresh)
        return [f"{path.name} was rewritten"]
    names = f"golden/{path.name}", "the page"
    return list(unified_diff(stored.splitlines(), fresh.splitlines(), *names, lineterm=""))


def test_trees_read_as_they_were_approved(open_page: OpenPage, room: Room) -> None:
    way, found = ByMouse(room.seat(open_page())), []
    region = way.page.locator("#study")
    room.open(way.page, ASKED)
    for at, asked in enumerate(ASKED, start=1):
        expect(way.heading).to_have_text(re.compile(rf" {at} of "))
        found += faults(f"{asked.name}-question", region.aria_snapshot())
        answer = asked.partly or asked.wrong
        room.clock.forward(minutes=1)
        fill_in(way, asked, answer.said)
        if not asked.is_card:
            way.check(asked.kind)
        expect(way.verdict).to_be_focused()
        found += faults(f"{asked.name}-verdict", region.aria_snapshot())
        if asked.is_card:
            way.grade(*answer.said)
        else:
            way.go_on()
    if found:
        found.append(f"If it reads well like this, run: {COMMAND}")
        pytest.fail("\n".join(found), pytrace=False)
    names = {f"{asked.name}-{page}.yaml" for asked in ASKED for page in ("question", "verdict")}
    assert {path.name for path in FOLDER.iterdir()} == names
