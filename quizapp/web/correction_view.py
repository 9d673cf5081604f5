"""A corrected key in words: what was taught, what is right, why, and what happens now."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import url_for

from quizapp.core.bank.model import Kind
from quizapp.db.queries.corrections import CorrectionRow
from quizapp.web import words
from quizapp.web.missed_view import key_of

TIMES = {1: "once", 2: "twice"}


@dataclass(frozen=True, slots=True)
class CorrectionView:
    """One notice on Today. `why` and `source` may be empty."""

    item_id: int
    revision: int
    stem_text: str
    old_key: str
    new_key: str
    why: str
    source: str
    after: str
    url: str  # the question's own page


def correction_views(rows: list[CorrectionRow], today: date) -> list[CorrectionView]:
    """Return the notices in words."""
    return [
        CorrectionView(
            item_id=row.item_id,
            revision=row.revision,
            stem_text=row.new["stem_text"],
            old_key=whole_key(row.old),
            new_key=whole_key(row.new),
            why=row.why or words.first_sentence(row.new["explanation_text"]),
            source=row.new["source"],
            after=_after(row, today),
            url=url_for("items.item", bank=row.bank_slug, ref=row.ref),
        )
        for row in rows
    ]


def whole_key(body: dict[str, Any]) -> str:
    """Return all that is right in plain text, so that no corrected key reads as it did before."""
    if body["kind"] == Kind.CLOZE:
        return "; ".join(gap["text"] for gap in body["gaps"])
    if body["kind"] == Kind.TYPED:
        return " or ".join(body["accepted"])
    if body["kind"] == Kind.NUMERIC:
        return f"{body['number']['value']} ± {body['number']['tolerance']}"
    return key_of(body, "")


def _after(row: CorrectionRow, today: date) -> str:
    times = TIMES.get(row.answers, f"{row.answers} times")
    past = "That answer no longer counts" if row.answers == 1 else "Those answers no longer count"
    told = f"You answered it {times}. {past} for or against you" if row.answers else ""
    if row.due_on is None:
        return f"{told}, and the question is not asked at present." if told else ""
    back = f"it comes back {words.day(max(row.due_on, today), today)}."
    return f"{told}, and {back}" if told else back.capitalize()
