"""The questions of a mock exam with their answers, once these are open."""

from dataclasses import dataclass, replace
from typing import Any

from flask import render_template, url_for

from quizapp.core.scheduling.rating import Rating
from quizapp.db.base import db_session
from quizapp.db.queries.attempts import AskedRow, AttemptItemRow, AttemptRow, asked
from quizapp.db.queries.study import AnswerRow, shown_item, trail
from quizapp.services.attempt_steps import given_of
from quizapp.services.errors import NotFound
from quizapp.services.judging import judge
from quizapp.services.mock_answers import SOURCE
from quizapp.web import words
from quizapp.web.item_tools import tools_after
from quizapp.web.login import learner
from quizapp.web.missed_view import answer_rows, key_rows
from quizapp.web.mock_view import MOST_LETTERS
from quizapp.web.question_view import question_view
from quizapp.web.results import results, sample_results
from quizapp.web.verdict_view import VerdictView
from quizapp.web.verdict_words import fault_of, reason_of

BLANK = VerdictView("no", "Not answered.", "A blank counts as wrong, so a guess costs nothing.", "")


@dataclass(frozen=True, slots=True)
class TableRow:
    """A question in the list; `outcome` is right, partly right, not right or not answered."""

    n: int
    stem: str
    said: str
    key: str
    outcome: str
    is_flagged: bool
    seconds: int


def table_rows(found: AttemptRow, items: list[AttemptItemRow]) -> list[TableRow]:
    """Return some questions of an exam in words."""
    places = [one.n for one in items]
    return [
        _table_row(row) for row in asked(db_session, learner().user_id, found.attempt_id, places)
    ]


def answer_page(found: AttemptRow, n: int) -> str:
    """Return the page of one question with its answer and the reasons."""
    user_id = learner().user_id
    row = asked(db_session, user_id, found.attempt_id, [n])[0]
    item = shown_item(db_session, user_id, row.item_id, "", row.revision)
    if item is None:
        raise NotFound("This question is no longer here.")
    given = _answer(found, row)
    here = url_for("mock.question", attempt_id=found.attempt_id, n=n)
    tools = tools_after(item, given, here)
    return render_template(
        "mock/answer.html",
        found=found,
        row=row,
        total=len(found.items),
        question=question_view(row.body, row.shown, concept=row.concept),
        verdict=_verdict(row, given),
        results=results(row.body, given) if given.chosen else sample_results(row.body, {}),
        tools=tools if given.answer_id else replace(tools, report_url=tools.story_url),
        trail=trail(db_session, user_id, row.item_id, ""),
    )


def _answer(found: AttemptRow, row: AskedRow) -> AnswerRow:
    """Return what was answered as a study session has it; without picks where nothing was."""
    chosen: list[dict[str, Any]] = []
    rating = Rating.AGAIN
    if row.score is not None:
        judged = judge(row.body, given_of(row.given))
        chosen, rating = list(judged.chosen), judged.rating
    at = row.saved_at or found.clock.started_at
    return AnswerRow(
        answer_id=f"{SOURCE}-{found.attempt_id}-{row.n}" if chosen else "",
        item_id=row.item_id,
        part="",
        revision=row.revision,
        shown=row.shown,
        chosen=chosen,
        is_right=row.score == 1.0,
        score=row.score or 0.0,
        confidence=None,
        rating=int(rating),
        answered_at=at,
        study_on=learner().study_on(at),
        is_fast=False,
    )


def _verdict(row: AskedRow, given: AnswerRow) -> VerdictView:
    if not given.chosen:
        return BLANK
    reason = reason_of(row.body, given)
    if given.is_right:
        return VerdictView("ok", "Right.", reason, "")
    kind = "part" if given.score > 0 else "no"
    return VerdictView(kind, fault_of(row.body, given), reason, "")


def _table_row(row: AskedRow) -> TableRow:
    chosen = judge(row.body, given_of(row.given)).chosen if row.score is not None else []
    said, key = _where_they_differ(answer_rows(row.body, chosen), key_rows(row.body, ""))
    outcome = "right" if row.score == 1.0 else "partly right" if row.score else "not right"
    return TableRow(
        n=row.n,
        stem=words.asking(row.body["stem_text"], MOST_LETTERS),
        said=said or "Not answered",
        key=key,
        outcome=outcome if row.score is not None else "not answered",
        is_flagged=row.is_flagged,
        seconds=round(row.seconds),
    )


def _where_they_differ(said: list[str], key: list[str]) -> tuple[str, str]:
    """Return an answer and the key, each in one line; of steps and pairs those that differ."""
    if len(said) == len(key) > 1 and said != key and sorted(said) != sorted(key):
        both = [(one, other) for one, other in zip(said, key, strict=True) if one != other]
        said, key = [one for one, _ in both], [other for _, other in both]
    return words.asking("; ".join(said), MOST_LETTERS), words.asking("; ".join(key), MOST_LETTERS)
