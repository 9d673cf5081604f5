"""Progress: recall over time, mastery by concept, days studied, calibration."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from flask import Blueprint, render_template, request

from quizapp.core.analysis.progress import calibration_line, wilson
from quizapp.core.learner import Learner
from quizapp.core.scheduling.rating import Confidence
from quizapp.db.base import db_session
from quizapp.db.queries.progress import (
    RecallRow,
    confidence_counts,
    mastery_by_concept,
    recall_by_day,
    totals,
)
from quizapp.db.queries.today import days_studied
from quizapp.web import clock, words
from quizapp.web.accommodation_form import own_line
from quizapp.web.day import todays_plan
from quizapp.web.forecast import forecast_of
from quizapp.web.login import needs_viewer, require_viewer
from quizapp.web.page_cache import cached_page
from quizapp.web.readiness_view import readiness_for
from quizapp.web.summary import calibration_rows, calibration_sentence

bp = Blueprint("progress", __name__)
PERIODS = {"4": "Last 4 weeks", "12": "Last 12 weeks", "all": "Since the start"}
TARGET = 90  # percent: desired retention
FEWEST = 4  # answers before a concept gets a bar
MOST_CONCEPTS = 12
HEAT_WEEKS = 18
HEAT_STEPS = (1, 10, 20, 40)  # answers a day
EXAM_SECONDS = 72  # 210 minutes for 175 questions


@dataclass(frozen=True, slots=True)
class RecallChart:
    title: str
    reading: str
    pts: list[tuple[str, int, int, int]]
    target: int = TARGET


@dataclass(frozen=True, slots=True)
class Mastery:
    reading: str
    rows: list[tuple[str, int, int, int, int]]
    line: int


@dataclass(frozen=True, slots=True)
class Heat:
    reading: str
    weeks: list[list[int | None]]
    months: list[tuple[int, str]]
    rows: list[tuple[str, int, int]]


@dataclass(frozen=True, slots=True)
class Calibration:
    reading: str
    rows: list[tuple[str, int, int, int]]


@bp.get("/progress")
@needs_viewer
@cached_page
def progress() -> str:
    """Show what the learner can recall now."""
    row = require_viewer()
    learner, today = row.learner, row.learner.study_on(clock.now())
    period = request.args.get("period", "12")
    period = period if period in PERIODS else "12"
    first = date.min if period == "all" else today - timedelta(weeks=int(period))
    recall = recall_by_day(db_session, learner.user_id, first)
    return render_template(
        "progress/progress.html",
        kpis=_kpis(learner, first, recall),
        readiness=readiness_for(row, today),
        recall_chart=_recall_chart(recall),
        mastery=_mastery(learner, first, own_line(row.plan)),
        heat=_heat(learner, today),
        calibration=_calibration(learner, first),
        ahead=forecast_of(todays_plan(row), row),
        period=period,
        periods=list(PERIODS.items()),
    )


def _percent(share: float) -> int:
    return round(share * 100)


def _kpis(
    learner: Learner, first: date, recall: list[RecallRow]
) -> list[tuple[str, str, str]] | None:
    sums = totals(db_session, learner.user_id, first)
    if not sums.seen:
        return None
    n = sum(row.n for row in recall)
    right = sum(row.right for row in recall)
    low, high = wilson(right, n)
    recalled = f"{_percent(right / n)}%" if n else "none yet"
    interval = f"{_percent(low)} to {_percent(high)}%, target {TARGET}%"
    return [
        ("Recall of reviews", recalled, interval if n else "after the first reviews"),
        ("Seen at least once", str(sums.seen), f"of {words.plural(sums.items, 'question')}"),
        ("Firmly known", str(sums.firm), "expected to last over 21 days"),
        (
            "Time a question",
            f"{round(sums.median_ms / 1000)} s",
            f"the exam allows {EXAM_SECONDS} s",
        ),
    ]


def _recall_chart(recall: list[RecallRow]) -> RecallChart | None:
    by_week: dict[date, list[int]] = defaultdict(lambda: [0, 0])
    for row in recall:
        sums = by_week[row.on - timedelta(days=row.on.weekday())]
        sums[0] += row.right
        sums[1] += row.n
    if not by_week:
        return None
    points = []
    for monday, (right, n) in sorted(by_week.items()):
        low, high = wilson(right, n)
        label = f"{monday.day} {monday:%b}"
        points.append((label, _percent(low), _percent(right / n), _percent(high)))
    last = points[-1]
    reading = f"You recalled {last[2]}% of what came back in the week of {last[0]}"
    if len(points) > 1:
        reading += f", after {points[-2][2]}% the week before"
    return RecallChart("Recall over time", f"{reading}.", points)


def _mastery(learner: Learner, first: date, line: int) -> Mastery | None:
    rows = []
    for found in mastery_by_concept(db_session, learner.user_id, first):
        if found.n >= FEWEST:
            low, high = wilson(found.right, found.n)
            share = _percent(found.right / found.n)
            rows.append((found.title, _percent(low), share, _percent(high), found.n))
    rows = sorted(rows[:MOST_CONCEPTS], key=lambda row: (row[2], row[0]))
    if not rows:
        return None
    below = [title for title, _, share, _, _ in rows if share < line]
    reading = (
        f"Below the line of {line}%: {', '.join(below)}."
        if below
        else f"Every concept is at the line of {line}% or above."
    )
    return Mastery(
        f"{reading} Concepts with fewer than {words.number(FEWEST)} answers wait.", rows, line
    )


def _heat(learner: Learner, today: date) -> Heat | None:
    monday = today - timedelta(days=today.weekday(), weeks=HEAT_WEEKS - 1)
    counts = days_studied(db_session, learner.user_id, monday, today)
    if not counts:
        return None
    weeks = [
        [_level(counts, monday + timedelta(weeks=w, days=d), today) for d in range(7)]
        for w in range(HEAT_WEEKS)
    ]
    months: list[tuple[int, str]] = []
    rows: dict[str, list[int]] = {}
    for w in range(HEAT_WEEKS):
        name = f"{monday + timedelta(weeks=w):%b}"
        if not months or months[-1][1] != name:
            months.append((w, name))
    for day, count in sorted(counts.items()):
        sums = rows.setdefault(f"{day:%B} {day.year}", [0, 0])
        sums[0] += 1
        sums[1] += count
    reading = f"{words.plural(len(counts), 'day')} of the last {HEAT_WEEKS * 7}."
    return Heat(reading, weeks, months, [(name, a, b) for name, (a, b) in rows.items()])


def _level(counts: dict[date, int], day: date, today: date) -> int | None:
    if day > today:
        return None
    return sum(counts.get(day, 0) >= step for step in HEAT_STEPS)


def _calibration(learner: Learner, first: date) -> Calibration | None:
    found = {
        word: (right, n) for word, right, n in confidence_counts(db_session, learner.user_id, first)
    }
    lines = [calibration_line(word, *found[word]) for word in Confidence if word in found]
    if not lines:
        return None
    return Calibration(calibration_sentence(lines), calibration_rows(lines))
