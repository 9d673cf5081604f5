"""A question's own page in words: what it says, what the viewer remembers, marks and reports."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import url_for

from quizapp.core.bank.model import Status
from quizapp.core.learner import Learner
from quizapp.core.scheduling.leech import is_leech
from quizapp.db.queries.items import ItemAnswerRow, ItemCardRow, ItemPageRow, NearRow
from quizapp.db.queries.marks import ReportRow
from quizapp.db.queries.study import AnswerRow
from quizapp.web import words
from quizapp.web.question_view import TOPICS, QuestionView, order_of, question_view
from quizapp.web.report_words import REASONS
from quizapp.web.results import ResultRow, results, sample_results
from quizapp.web.summary import title_of


@dataclass(frozen=True, slots=True)
class ItemHead:
    """A question's name, address, labels and marks; without a title, its ref is its name."""

    title: str
    has_title: bool
    bank: str
    slug: str
    ref: str
    labels: str
    revision: int
    is_retired: bool
    is_flagged: bool
    is_aside: bool
    note: str


@dataclass(frozen=True, slots=True)
class Shown:
    """The question as it is put on its page.

    `has_answer` False: nothing of the answer shows. `seen_words` and `seen_id` are the day and the
    id of the answer that it is shown for, empty for the question as it reads now.
    """

    question: QuestionView
    results: list[ResultRow]
    has_answer: bool
    seen_words: str = ""
    seen_id: str = ""


@dataclass(frozen=True, slots=True)
class ReportView:
    reason: str
    text: str
    state: str
    outcome: str


def head_view(row: ItemPageRow, *, has_answer: bool) -> ItemHead:
    """Return name, address, labels and marks; title and concept only beside the answer.

    Before, they would give it away.
    """
    topic = TOPICS.get(row.body["topic"], row.body["topic"].replace("-", " ").capitalize())
    labels = [label for label in (topic, row.concept if has_answer else "") if label]
    level = f" {row.level.capitalize()}." if row.level else ""
    return ItemHead(
        title=title_of(row.body) if has_answer else f"Question {row.ref}",
        bank=row.bank_title,
        slug=row.bank_slug,
        ref=row.ref,
        labels=f"{': '.join(labels)}.{level}" if labels else level.strip(),
        has_title=has_answer,
        revision=row.revision,
        is_retired=row.status == Status.RETIRED,
        is_flagged=row.flagged_at is not None,
        is_aside=row.suspended_at is not None,
        note=row.note,
    )


def as_it_is(row: ItemPageRow, answers: list[ItemAnswerRow], *, has_answer: bool) -> Shown:
    """Return the question as it reads now, with its answer or without any trace of it.

    Beside a wrong option stands how often it was chosen in `answers`, those to the present key.
    """
    view = question_view(row.body, order_of(row.body, row.item_id))
    if not has_answer:
        return Shown(view, [], has_answer=False)
    times = Counter(choice.get("id", "") for one in answers for choice in one.answer.chosen)
    return Shown(view, sample_results(row.body, times), has_answer=True)


def as_seen(body: dict[str, Any], answer: AnswerRow, today: date) -> Shown:
    """Return the question as it was put for `answer`, with what was chosen."""
    view = question_view(body, answer.shown, part=answer.part)
    day = words.past_day(answer.study_on, today)
    return Shown(view, results(body, answer), True, day, answer.answer_id)


def forgotten(cards: list[ItemCardRow]) -> int:
    """Return how often the card that lapses most was forgotten, 0 unless that is too often."""
    most = max((card.lapses for card in cards), default=0)
    return most if is_leech(most) else 0


def near_views(rows: list[NearRow]) -> list[tuple[str, str]]:
    """Return (title, address) of questions close by."""
    return [
        (title_of(row.body), url_for("items.item", bank=row.bank_slug, ref=row.ref)) for row in rows
    ]


def report_views(rows: list[ReportRow], learner: Learner, today: date) -> list[ReportView]:
    """Return the viewer's reports and what became of them."""
    names = dict(REASONS)
    return [
        ReportView(
            reason=names.get(row.reason, row.reason),
            text=row.text,
            state=_state(row, learner, today),
            outcome=row.because if row.settled_at else "",
        )
        for row in rows
    ]


def _state(row: ReportRow, learner: Learner, today: date) -> str:
    sent = f"Sent {words.past_day(learner.study_on(row.created_at), today)}"
    if row.settled_at is None:
        return f"{sent}, not yet answered."
    return f"{sent}, answered {words.past_day(learner.study_on(row.settled_at), today)}:"
