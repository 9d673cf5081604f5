"""A question's story in words: the viewer's answers, and what changed between them."""

import itertools
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from quizapp.core.bank.model import SELF_GRADED_KINDS, Kind
from quizapp.core.bank.revision import ChangeClass
from quizapp.core.learner import Learner
from quizapp.core.scheduling.rating import Confidence, Rating
from quizapp.db.queries.items import ItemAnswerRow, RevisionRow
from quizapp.web import words
from quizapp.web.correction_view import whole_key
from quizapp.web.missed_view import answer_rows, key_of, one_line
from quizapp.web.results import SAID

MOST_ENTRIES = 30
MOST_SAID = 120  # letters of an answer; the question as it was seen has it in full
LONGEST_SECONDS = 600  # a page left open for longer says nothing about the answer


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the story; `seen` is the answer that shows the question as it was then.

    `is_void` marks an answer to a key that was corrected since: it counts neither way.
    """

    icon: str
    look: str
    text: str
    detail: str
    day_words: str
    seen: str
    is_void: bool = False


def story_of(
    answers: list[ItemAnswerRow], revisions: list[RevisionRow], learner: Learner, today: date
) -> list[Entry]:
    """Return the story, latest first, at most MOST_ENTRIES of it.

    `revisions` begin with the first that was answered.
    """
    bodies = {revision.no: revision.body for revision in revisions}
    corrected = corrected_at(revisions)
    told: list[tuple[datetime, Entry]] = [
        (row.answer.answered_at, _answer(row, bodies[row.answer.revision], today, corrected))
        for row in answers
    ]
    for old, new in itertools.pairwise(revisions):
        text = _change(old, new)
        if text:
            day_words = words.past_day(learner.study_on(new.loaded_at), today)
            detail = f"revision {new.no}. {new.why or 'Your history is kept.'}"
            entry = Entry("file-pen-line", "rev", text, detail, day_words, "")
            told.append((new.loaded_at, entry))
    told.sort(key=lambda pair: pair[0], reverse=True)
    return [entry for _, entry in told[:MOST_ENTRIES]]


def corrected_at(revisions: list[RevisionRow]) -> int:
    """Return the revision that corrected the key last, 0 when none did since the first of them."""
    return max((new.no for new in revisions[1:] if new.change == ChangeClass.KEY), default=0)


def _answer(row: ItemAnswerRow, body: dict[str, Any], today: date, corrected: int) -> Entry:
    answer = row.answer
    icon, look, verdict = _verdict(row, body)
    is_void = answer.revision < corrected
    said = _said(body, answer.chosen)
    sure = SAID[Confidence(answer.confidence)] if answer.confidence else ""
    is_guess = answer.is_right and answer.confidence == Confidence.GUESSING
    parts = [part for part in (said, "" if is_guess else sure) if part]
    text = f"{verdict}: {', '.join(parts)}" if parts else verdict
    seconds = min(round(row.ms / 1000), LONGEST_SECONDS)
    detail = f"in {words.plural(seconds, 'second')}"
    if is_void:
        look, detail = "void", f"{detail}, before the correction: it no longer counts"
    day_words = words.past_day(answer.study_on, today)
    return Entry(icon, look, text, detail, day_words, answer.answer_id, is_void)


def _said(body: dict[str, Any], chosen: list[dict[str, Any]]) -> str:
    """Return what was answered, cut where it is long; of an order or a match, how much is right."""
    if body["kind"] == Kind.ORDER:
        steps = [step["id"] for step in body["steps"]]
        hits = sum(one["id"] == key for one, key in zip(chosen, steps, strict=True))
        return f"{hits} of {len(steps)} in place"
    if body["kind"] == Kind.MATCH:
        hits = sum(body["pairs"][row["id"]] == row["answer"] for row in chosen)
        return f"{hits} of {len(chosen)} matched"
    text = one_line(answer_rows(body, chosen))
    return text if len(text) <= MOST_SAID else text[: MOST_SAID - 1].rstrip() + "…"


def _verdict(row: ItemAnswerRow, body: dict[str, Any]) -> tuple[str, str, str]:
    """Return icon, look and the word for how an answer went."""
    answer = row.answer
    if Kind(body["kind"]) in SELF_GRADED_KINDS:
        grade = Rating(answer.rating).name.capitalize()
        gap = _gap(body, answer.part)
        icon, look = ("circle-check", "ok") if answer.is_right else ("circle-x", "no")
        return icon, look, f"{'Recalled' if answer.is_right else 'Missed'}{gap}, {grade}"
    if answer.is_right and answer.confidence == Confidence.GUESSING:
        return "circle-minus", "gs", "Right by a guess"
    if answer.is_right:
        return "circle-check", "ok", "Right"
    if answer.score > 0:
        return "circle-minus", "gs", "Partly right"
    return "circle-x", "no", "Missed"


def _gap(body: dict[str, Any], part: str) -> str:
    """Name the gap that was asked, where there is more than one."""
    if len(body["gaps"]) < 2:  # noqa: PLR2004 - more than one
        return ""
    text = key_of(body, part)
    return f" “{text}”" if text else ""


def _change(old: RevisionRow, new: RevisionRow) -> str:
    """Return what a revision means for those who answered before it; "" when nothing."""
    if new.change == ChangeClass.KEY:
        before, after = whole_key(old.body), whole_key(new.body)
        is_long = len(before) > 1 or len(after) > 1  # an order or a match
        if before == after or is_long:
            return "Corrected: the key changed"
        return f"Corrected: the key changed from “{before[0]}” to “{after[0]}”"
    return {
        ChangeClass.IDENTITY: "Replaced: it asks something else now",
        ChangeClass.MATERIAL: "Changed since you answered",
        ChangeClass.WORDING: "Text revised",
    }.get(ChangeClass(new.change or ChangeClass.COSMETIC), "")
