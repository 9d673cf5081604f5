"""The page before a mock exam: lengths, conditions, earlier ones."""

from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from quizapp.core.exams.assembly import lengths
from quizapp.core.exams.timing import USUAL_EXAM, Accommodations, limit_seconds, pace_of
from quizapp.db.base import db_session
from quizapp.db.queries.attempts import EarlierRow
from quizapp.db.queries.exams import exam_outline
from quizapp.db.queries.mock_pool import mock_pool
from quizapp.web import words
from quizapp.web.accommodation_form import TIME_WORDS
from quizapp.web.durations import short_span

NAMES = {25: "Short, 25", 50: "Medium, 50"}


@dataclass(frozen=True, slots=True)
class LengthView:
    questions: int
    name: str
    time: str  # at the standard pace
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class EarlierView:
    attempt_id: int
    name: str
    score: str
    day: str


@dataclass(frozen=True, slots=True)
class StartView:
    """`total` is the time for the chosen length under the learner's conditions."""

    number: int
    lengths: list[LengthView]
    conditions: Accommodations
    pace: float
    total: str
    total_for: str
    a_question: str
    earlier: list[EarlierView]
    has_line: bool  # of the learner's own


def pace_now() -> float:
    """Return the seconds a question of the exam, as far as it is known."""
    return pace_of(exam_outline(db_session, USUAL_EXAM))


def start_view(
    user_id: int,
    conditions: Accommodations,
    earlier: list[EarlierRow],
    zone: str,
    today: date,
    chosen: int,
    *,
    has_line: bool,
) -> StartView:
    pace, can_be = pace_now(), lengths(mock_pool(db_session, user_id))
    chosen = chosen if chosen in can_be else can_be[0] if can_be else 0
    total = limit_seconds(chosen, pace, conditions.factor)
    return StartView(
        number=earlier[0].number + 1 if earlier else 1,
        lengths=[
            LengthView(
                one, NAMES.get(one, f"Longest, {one}"), short_span(one * pace), one == chosen
            )
            for one in can_be
        ],
        conditions=conditions,
        pace=pace,
        total="No limit" if total is None else short_span(total),
        total_for=f"for {words.plural(chosen, 'question')}, {TIME_WORDS[conditions.time]}",
        a_question=""
        if conditions.factor is None
        else f"{pace * conditions.factor:.0f} seconds a question.",
        earlier=[_earlier(one, zone, today) for one in earlier],
        has_line=has_line,
    )


def _earlier(row: EarlierRow, zone: str, today: date) -> EarlierView:
    return EarlierView(
        row.attempt_id,
        f"Mock exam {row.number}",
        f"{points(row.points)} of {row.questions}",
        words.past_day(row.started_at.astimezone(ZoneInfo(zone)).date(), today),
    )


def points(value: float) -> str:
    """Return points with one decimal where they are no whole number."""
    return f"{value:.1f}".removesuffix(".0")
