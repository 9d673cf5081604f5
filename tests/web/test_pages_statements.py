"""Statements a request: few on the two hot routes, as many for long lists as for short ones."""

from typing import Any

import pytest

from tests.browser.stage import Stage
from tests.web.page_client import STATEMENTS, PageClient

LISTS = ("/missed", "/missed?order=often", "/today", "/progress", "/banks", "/banks/bordin")


@pytest.mark.parametrize("kind", ["single", "truefalse", "multi", "flashcard", "cloze"])
@pytest.mark.parametrize("is_right", [True, False], ids=["right", "wrong"])
def test_hot_routes(stage: Stage, kind: str, *, is_right: bool) -> None:
    key = stage.library.of(kind)[0]
    guest, session_id = stage.facing(key)
    page = PageClient(stage.app, guest.cookie)
    shown = page(f"/study/{session_id}")
    assert shown.statements <= STATEMENTS["study.show"]
    picked = stage.library.options(key, right=is_right)
    fields: dict[str, Any] = {"option": list(picked if kind == "multi" else picked[:1])}
    if kind in {"flashcard", "cloze"}:
        shown = page(f"/study/{session_id}?show=1")
        fields = {"grade": "3" if is_right else "1"}
    answered = page.send(shown, **fields)
    assert 0 < answered.statements <= STATEMENTS["study.answer"]


@pytest.mark.parametrize("path", LISTS)
def test_lists_take_as_many_statements_for_many_rows(stage: Stage, path: str) -> None:
    # Both have done the day's new questions, so that Today has the same parts for both.
    # The first page of a process reads what all items are.
    PageClient(stage.app, stage.having_missed(3).cookie)("/today")
    few, many = stage.having_missed(11), stage.having_missed(30)
    counts = {PageClient(stage.app, who.cookie)(path).statements for who in (few, many)}
    assert len(counts) == 1
