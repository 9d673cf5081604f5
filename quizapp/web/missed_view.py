"""A missed question in words: chosen, right, why, when."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import url_for

from quizapp.core.analysis.misses import MissReason
from quizapp.core.bank.model import Kind
from quizapp.core.scheduling.leech import is_leech
from quizapp.core.scheduling.rating import Confidence
from quizapp.db.queries.history import MissedRow
from quizapp.web import words
from quizapp.web.miss_filter import REASONS
from quizapp.web.summary import title_of


@dataclass(frozen=True, slots=True)
class MissedView:
    """A row of the missed list.

    `chosen` and `key` have a line for each step, row or option; `size` counts the lines of a key
    that may have several, in words.
    """

    title: str
    stem_text: str
    chosen: list[str]
    key: list[str]
    size: str
    is_order: bool
    reasons: list[tuple[str, str]]
    trail: list[str]
    when_missed: str
    due_words: str
    url: str | None
    misconception: bool
    is_leech: bool
    is_aside: bool
    reason: str
    reason_words: str
    bank: str
    ref: str
    then_url: str


def missed_views(rows: list[MissedRow], today: date) -> list[MissedView]:
    """Return rows in words."""
    return [_view(row, today) for row in rows]


def _view(row: MissedRow, today: date) -> MissedView:
    body = row.body
    return MissedView(
        title=title_of(body),
        stem_text=stem_of(body, row.part),
        chosen=answer_rows(body, row.chosen),
        key=key_rows(body, row.part),
        size=_size(body),
        is_order=body["kind"] == Kind.ORDER,
        reasons=_reasons(body, [choice["id"] for choice in row.chosen]),
        trail=row.trail,
        when_missed=words.past_day(row.missed_on, today),
        due_words="" if row.is_aside else words.day(row.due_on, today),
        url=url_for("items.item", bank=row.bank_slug, ref=row.ref),
        misconception=row.confidence == Confidence.CERTAIN,
        is_leech=is_leech(row.lapses),
        is_aside=row.is_aside,
        reason=row.reason,
        reason_words=REASONS[MissReason(row.reason)] if row.reason else "",
        bank=row.bank_slug,
        ref=row.ref,
        then_url=url_for(
            "items.item", bank=row.bank_slug, ref=row.ref, seen=row.answer_id, _anchor="q"
        ),
    )


def stem_of(body: dict[str, Any], part: str) -> str:
    """Return the question in plain text; of a cloze, with the asked gap open."""
    if body["kind"] != Kind.CLOZE:
        return str(body["stem_text"])
    return "".join("…" if piece.get("gap") == part else piece["text"] for piece in body["cloze"])


def answer_rows(body: dict[str, Any], chosen: list[dict[str, Any]]) -> list[str]:
    """Return what was answered in plain text, a line for each step, row or option."""
    if body["kind"] == Kind.MATCH:
        return [_pair(row["text"], row["answer_text"]) for row in chosen]
    return [choice["text"] for choice in chosen]


def key_rows(body: dict[str, Any], part: str) -> list[str]:
    """Return the right answer in plain text, a line for each step, row or option."""
    if body["kind"] == Kind.CLOZE:
        return [gap["text"] for gap in body["gaps"] if gap["id"] == part]
    if body["kind"] in {Kind.FLASHCARD, Kind.TYPED, Kind.NUMERIC}:
        return [str(body["answer_text"])]
    if body["kind"] == Kind.MATCH:
        rights = {right["id"]: right["text"] for right in body["rights"]}
        return [_pair(left["text"], rights[body["pairs"][left["id"]]]) for left in body["lefts"]]
    if body["kind"] == Kind.ORDER:
        return [step["text"] for step in body["steps"]]
    return [option["text"] for option in body["options"] if option["key"]]


def key_of(body: dict[str, Any], part: str) -> str:
    """Return the right answer in one line of plain text."""
    return one_line(key_rows(body, part))


def one_line(rows: list[str]) -> str:
    """Join lines into one; several lose their full stops, which would stand amid it."""
    return "; ".join(row.removesuffix(".") for row in rows) if len(rows) > 1 else "".join(rows)


def _pair(left: str, right: str) -> str:
    return f"{left.removesuffix('.')}: {right}"


def _size(body: dict[str, Any]) -> str:
    """Return how many steps or pairs the answer has, in words; "" for other kinds."""
    if body["kind"] == Kind.ORDER:
        return f"{words.number(len(body['steps']))} steps"
    if body["kind"] == Kind.MULTI:
        return f"{words.number(sum(option['key'] for option in body['options']))} options"
    return f"{words.number(len(body['lefts']))} pairs" if body["kind"] == Kind.MATCH else ""


def _reasons(body: dict[str, Any], chosen: list[str]) -> list[tuple[str, str]]:
    """Return (option, why) of what was chosen and of the key; of steps, of those misplaced."""
    if body["kind"] == Kind.ORDER:
        named = [s for s, had in zip(body["steps"], chosen, strict=True) if s["id"] != had]
    else:
        named = [o for o in body["options"] if o["id"] in chosen and not o["key"]]
        named += [o for o in body["options"] if o["key"]]
    reasons = [(o["text"], o["rationale_html"]) for o in named if o["rationale_html"]]
    if not reasons and body["explanation_html"]:
        return [("The idea", body["explanation_html"])]
    return reasons
