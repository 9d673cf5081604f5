"""Recall over time, mastery by concept, and how long questions take."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Final

from markupsafe import Markup

from quizapp.core.analysis.progress import wilson
from quizapp.core.analysis.recall import Tally, last_tries, tallies
from quizapp.core.analysis.spans import Span
from quizapp.core.analysis.study_time import quarters
from quizapp.core.exams.timing import PACE_SECONDS
from quizapp.web import charts, progress_charts, words
from quizapp.web.progress_period import Period

TARGET: Final = 90  # percent: desired retention
FEWEST: Final = 4  # answers before a concept gets a bar
MOST_CONCEPTS: Final = 12
EXAM_SECONDS: Final = round(PACE_SECONDS)


def recall_by_span(period: Period) -> dict[Span, Tally]:
    """Return what came back in each week or month of the period, and what of it was recalled."""
    return tallies(
        (period.spans.of(one.on), one.is_recalled)
        for one, came_back in period.firsts
        if came_back and period.holds(one.on)
    )


def recall_chart(period: Period, by_span: Mapping[Span, Tally]) -> Markup | None:
    """Return the share recalled of what came back, with its interval."""
    if not by_span:
        return None
    points = [(period.label(span), *percents(tally)) for span, tally in by_span.items()]
    newest = list(by_span)[-1]
    reading = f"You recalled {points[-1][2]}% of what came back in {period.name(newest)}"
    if len(points) > 1:
        reading += f", after {points[-2][2]}% the {period.unit} before"
    return charts.line("Recall over time", f"{reading}.", points, TARGET)


def mastery_chart(period: Period, concepts: Mapping[int, str], line: int) -> Markup | None:
    """Return for each concept the share of its questions that were known when last asked."""
    known = tallies(
        (concepts[one.item_id], one.is_recalled)
        for one in last_tries(period.firsts)
        if period.holds(one.on) and one.item_id in concepts
    )
    often = sorted(known.items(), key=lambda one: (-one[1].n, one[0]))[:MOST_CONCEPTS]
    rows = [(title, *percents(tally), tally.n) for title, tally in often if tally.n >= FEWEST]
    rows.sort(key=lambda row: (row[2], row[0]))
    if not rows:
        return None
    below = [title for title, _, share, _, _ in rows if share < line]
    reading = (
        f"Below the line of {line}%: {', '.join(below)}."
        if below
        else f"Every concept is at the line of {line}% or above."
    )
    reading += f" Concepts with fewer than {words.number(FEWEST)} answers wait."
    return charts.mastery("Mastery by concept", reading, rows, line)


def times_chart(period: Period) -> Markup | None:
    """Return how long questions took, week by week, beside what the exam allows."""
    by_span: dict[Span, list[float]] = defaultdict(list)
    for answer in period.lately:
        by_span[period.spans.of(answer.on)].append(answer.ms / 1000)
    found = [(span, quarters(by_span[span])) for span in period.spans.each if span in by_span]
    told = [(span, one) for span, one in found if one is not None]
    if not told:
        return None
    rows = [
        (period.label(span), round(one.low), round(one.mid), round(one.high), one.n)
        for span, one in told
    ]
    _, low, mid, high, _ = rows[-1]
    than = "within" if mid <= EXAM_SECONDS else "over"
    reading = (
        f"In {period.name(told[-1][0])} half of your answers took {low} to {high} seconds, the "
        f"middle one {mid}: {than} the {EXAM_SECONDS} that the exam allows (210 minutes for 175 "
        "questions)."
    )
    return progress_charts.times(f"Time per question by {period.unit}", reading, rows, EXAM_SECONDS)


def percents(tally: Tally) -> tuple[int, int, int]:
    """Return the low end of a share's interval, the share and the high end, in percent."""
    low, high = wilson(tally.right, tally.n)
    return round(100 * low), round(100 * tally.right / tally.n), round(100 * high)
