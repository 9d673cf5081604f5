"""An item in which the check finds an error: a draft, or its last live revision goes on."""

from flask import Flask

from quizapp.db import write
from quizapp.db.models.banks import Bank, Item
from quizapp.services.load_result import LoadOptions, LoadResult
from tests.factories import load_text
from tests.services.study_room import acting

HELD = LoadOptions(holds_back=True)
HEADER = """---
bank: held
title: Held back
sources:
  bordin1979: "Bordin, E. S. (1979). The generalizability of the concept. Psychotherapy, 16(3)."
---
"""
ITEM = """## [h-{n}] Item {n}
Which part of the alliance do the two agree on in week {n}?

- [x] goals
  > An aim that both share is a goal.
- [ ] weather
  > Nobody agrees on the weather in any week.

What both agree on can be looked at again by both of them.

* Source: bordin1979, p. 253
* Concept: bordin

"""
TWO = HEADER + ITEM.format(n=1) + ITEM.format(n=2)
NO_SOURCE = TWO.replace("* Source: bordin1979, p. 253\n", "", 1)


def load(app: Flask, text: str, options: LoadOptions = HELD) -> LoadResult:
    with app.app_context():
        return load_text(text, origin="held.md", options=options)


def served(app: Flask) -> dict[str, tuple[str, int]]:
    with acting(app, write.Mode.READ) as session:
        rows = session.query(Item).join(Bank).filter(Bank.slug == "held")
        return {item.ref: (item.status, item.live_revision) for item in rows}


def test_a_new_item_with_an_error_is_a_draft(app: Flask) -> None:
    assert load(app, NO_SOURCE).held == ("h-1",)
    assert served(app) == {"h-1": ("draft", 1), "h-2": ("live", 1)}


def test_once_mended_it_is_live(app: Flask) -> None:
    load(app, NO_SOURCE)
    assert load(app, TWO).held == ()
    assert {status for status, _ in served(app).values()} == {"live"}


def test_a_live_item_keeps_its_revision(app: Flask) -> None:
    load(app, TWO)
    worse = NO_SOURCE.replace("in week 1", "in the first week of the two")
    result = load(app, worse)
    assert result.held == ("h-1",)
    assert result.retired == ()
    assert served(app) == {"h-1": ("live", 1), "h-2": ("live", 1)}
    mended = worse.replace("* Concept: bordin", "* Source: bordin1979\n* Concept: bordin", 1)
    assert load(app, mended).held == ()
    assert served(app)["h-1"] == ("live", 2)


def test_as_written_it_is_live_all_the_same(app: Flask) -> None:
    assert load(app, NO_SOURCE, LoadOptions()).held == ()
    assert served(app)["h-1"] == ("live", 1)


def test_the_bank_keeps_what_the_check_found(app: Flask) -> None:
    load(app, NO_SOURCE)
    with acting(app, write.Mode.READ) as session:
        about = session.query(Bank).filter(Bank.slug == "held").one().about
    assert about["check"] == {"rules": 28, "errors": 1, "warnings": 1, "hints": 0, "waived": 0}
