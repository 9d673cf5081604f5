"""A corrected key in words: what was answered and taught, what is right, why, what happens now."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from quizapp.core.bank.model import SELF_GRADED_KINDS, Kind
from quizapp.core.scheduling.rating import Rating
from quizapp.db.queries.corrections import CorrectionRow, LastAnswer
from quizapp.web import words
from quizapp.web.missed_view import answer_rows, key_of

TO_THE_YEAR = re.compile(r".*?\(\d{4}[a-z]?\)")


@dataclass(frozen=True, slots=True)
class CorrectionView:
    """One notice on Today. A key has a line for each step or pair, and so has what was `said`.

    `said`, `why` and `source` may be empty.
    """

    item_id: int
    revision: int
    stem_text: str
    is_order: bool
    said_label: str
    said: list[str]
    old_key: list[str]
    new_key: list[str]
    why: str
    source: str
    after: str
    bank: str
    ref: str
    is_asked: bool  # neither withdrawn nor set aside, so it can be practiced


def correction_views(
    rows: list[CorrectionRow], planned: Sequence[int], today: date
) -> list[CorrectionView]:
    """Return the notices in words; `planned` are the items of today's plan in their order.

    A key that was changed and changed back before anybody read of it is no news.
    """
    return [
        CorrectionView(
            item_id=row.item_id,
            revision=row.revision,
            stem_text=row.new["stem_text"],
            is_order=row.new["kind"] == Kind.ORDER,
            said_label=_said_label(row),
            said=_said(row.last) if row.last else [],
            old_key=whole_key(row.old),
            new_key=whole_key(row.new),
            why=row.why or words.first_sentence(row.new["explanation_text"]),
            source=_short(row.new["source"]),
            after=_after(row, planned, today),
            bank=row.bank_slug,
            ref=row.ref,
            is_asked=row.due_on is not None,
        )
        for row in rows
        if row.told == 1 or whole_key(row.old) != whole_key(row.new)
    ]


def _said_label(row: CorrectionRow) -> str:
    is_graded = row.last is not None and row.last.body["kind"] in SELF_GRADED_KINDS
    return f"You {'graded it' if is_graded else 'answered'}{' last' if row.answers > 1 else ''}"


def _said(last: LastAnswer) -> list[str]:
    """Return what was answered, a line for each step or pair; of a card, the grade."""
    if last.body["kind"] not in SELF_GRADED_KINDS:
        return answer_rows(last.body, last.chosen)
    grade = Rating(last.rating).name.capitalize()
    gap = key_of(last.body, last.part) if len(last.body["gaps"]) > 1 else ""
    return [f"{grade}, for the gap “{gap}”" if gap else grade]


def whole_key(body: dict[str, Any]) -> list[str]:
    """Return all that is right in plain text, so that no corrected key reads as it did before."""
    if body["kind"] == Kind.ORDER:
        return [step["text"] for step in body["steps"]]
    if body["kind"] == Kind.MATCH:
        rights = {right["id"]: right["text"] for right in body["rights"]}
        return [f"{left['text']}: {rights[body['pairs'][left['id']]]}" for left in body["lefts"]]
    return [_line_of(body)]


def _line_of(body: dict[str, Any]) -> str:
    if body["kind"] == Kind.CLOZE:
        return "; ".join(gap["text"] for gap in body["gaps"])
    if body["kind"] == Kind.TYPED:
        return " or ".join(body["accepted"])
    if body["kind"] == Kind.NUMERIC:
        return f"{body['number']['value']} ± {body['number']['tolerance']}"
    return key_of(body, "")


def _short(source: str) -> str:
    """Return a source as far as its year; the question's page has it in full."""
    found = TO_THE_YEAR.match(source)
    return found[0] if found else source


def _after(row: CorrectionRow, planned: Sequence[int], today: date) -> str:
    times = words.times(row.answers)
    past = "That answer no longer counts" if row.answers == 1 else "Those answers no longer count"
    told = f"You answered it {times}. {past} for or against you" if row.answers else ""
    if row.due_on is None:
        return f"{told}, and the question is not asked at present." if told else ""
    back = _back(row.item_id, row.due_on, planned, today)
    return f"{told}, and it {back}." if told else f"It {back}."


def _back(item_id: int, due_on: date, planned: Sequence[int], today: date) -> str:
    if item_id in planned:
        return "comes first today" if planned[0] == item_id else "comes today"
    if due_on <= today:  # today has no room for it
        return "comes back with your next plan"
    return f"comes back {words.day(due_on, today)}"
