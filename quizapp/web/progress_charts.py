"""The charts that only Progress has: minutes against the plan, times, what was expected."""

import math
from collections.abc import Sequence
from typing import TypeAlias

from markupsafe import Markup

from quizapp.web.chart_parts import (
    LETTER,
    Drawing,
    clamp,
    dot,
    figure,
    legend,
    number,
    plot,
    rect,
    stroke,
    table,
    text,
    ticks,
)

Week: TypeAlias = tuple[str, int, int, int, int]  # label, days, days planned, minutes, planned
Times: TypeAlias = tuple[str, int, int, int, int]  # label, low, middle, high: seconds; answers
Share: TypeAlias = tuple[str, int, int, int, int, int]  # label, expected, low, was, high; answers

_BOLD = "c-t strong"
_WIDEST = 48.0  # of a bar
_HEIGHT, _BASE, _TOP = 220, 182, 14


def minutes(title: str, reading: str, rows: Sequence[Week], *, has_plan: bool) -> Markup:
    """Return a bar a week, and across it the minutes of the plan where there is one."""
    picture = plot(lambda width: _draw_minutes(rows, width, has_plan=has_plan))
    head = ("From", "Days studied", "Days planned", "Minutes", "Minutes planned")
    if not has_plan:
        short = [(label, days, took) for label, days, _, took, _ in rows]
        return figure(
            title, reading, picture, table(title, ("From", "Days studied", "Minutes"), short)
        )
    key = legend(
        [
            (rect(0, 0, (14, 14), "c-bar"), "Minutes studied"),
            (stroke((0, 7), (14, 7), "c-plan"), "Minutes in your plan"),
        ]
    )
    return figure(title, reading, picture, key, table(title, head, rows))


def _draw_minutes(rows: Sequence[Week], width: int, *, has_plan: bool) -> Drawing:
    most = max(*(max(took, planned) for *_, took, planned in rows), 1) * 1.15
    body, left, each = _frame(most, "", len(rows), width)
    bar = min(0.64 * each, _WIDEST)

    def sy(value: float) -> float:
        return _BASE - value / most * (_BASE - _TOP)

    for place, (_, _, _, took, planned) in enumerate(rows):
        middle = left + (place + 0.5) * each
        body += rect(middle - bar / 2, sy(took), (bar, _BASE - sy(took)), "c-bar")
        if has_plan and planned:
            ends = middle - 0.65 * bar, middle + 0.65 * bar
            body += stroke((ends[0], sy(planned)), (ends[1], sy(planned)), "c-plan")
    return _HEIGHT, body + _labels([row[0] for row in rows], left, each, width)


def times(title: str, reading: str, rows: Sequence[Times], allowed: int) -> Markup:
    """Return the middle half of the times of a week as a bar, their median as a dot.

    Weeks with too few answers are left out by whoever asks.
    """
    picture = plot(lambda width: _draw_times(rows, allowed, width))
    key = legend(
        [
            (rect(0, 0, (14, 14), "c-bar"), "Half of your answers"),
            (dot(7, 7, 6, "c-pt"), "The one in the middle"),
            (stroke((0, 7), (14, 7), "c-target"), f"The exam allows {allowed} s"),
        ]
    )
    cells = [
        (label, f"{low} s", f"{mid} s", f"{high} s", answers)
        for label, low, mid, high, answers in rows
    ]
    head = ("From", "A quarter took up to", "Half up to", "Three quarters up to", "Answers")
    return figure(title, reading, picture, key, table(title, head, cells))


def _draw_times(rows: Sequence[Times], allowed: int, width: int) -> Drawing:
    most = max(*(high for _, _, _, high, _ in rows), allowed) * 1.15
    body, left, each = _frame(most, " s", len(rows), width)
    bar = min(0.5 * each, _WIDEST)

    def sy(value: float) -> float:
        return _BASE - value / most * (_BASE - _TOP)

    body += stroke((left, sy(allowed)), (width, sy(allowed)), "c-target")
    for place, (_, low, mid, high, _) in enumerate(rows):
        middle = left + (place + 0.5) * each
        size = bar, max(sy(low) - sy(high), 2.0)
        body += rect(middle - bar / 2, sy(high), size, "c-bar3" if mid > allowed else "c-bar", 4)
        body += dot(middle, sy(mid), min(5.5, 0.3 * each), "c-pt")
    return _HEIGHT, body + _labels([row[0] for row in rows], left, each, width)


def expected(
    title: str, reading: str, rows: Sequence[Share], words: tuple[str, str], head: Sequence[str]
) -> Markup:
    """Return for each row what was expected, a stroke, and what came of it, a dot with its range.

    `words` name both in the key; `head` are the columns label, expected, low, was, high, answers.
    """
    cells = [
        (label, f"{wanted}%", f"{low}%", f"{was}%", f"{high}%", answers)
        for label, wanted, low, was, high, answers in rows
    ]
    key = legend([(rect(4.5, 0, (5, 14), "c-bar3", 2), words[0]), (dot(7, 7, 6, "c-pt"), words[1])])
    picture = plot(lambda width: _draw_expected(rows, width))
    return figure(title, reading, picture, key, table(title, head, cells))


def _draw_expected(rows: Sequence[Share], width: int) -> Drawing:
    left = max(len(label) for label, *_ in rows) * LETTER + 24
    height = 34 + 42 * len(rows)
    floor = 50 if min(min(wanted, low) for _, wanted, low, *_ in rows) >= 50 else 0  # noqa: PLR2004 - half the scale

    def sx(value: float) -> float:
        return left + (clamp(value, floor) - floor) / (100 - floor) * (width - left - 22)

    body = "".join(
        stroke((sx(mark), 6), (sx(mark), height - 24), "c-grid")
        + text(sx(mark), height - 6, f"{mark}%", "c-t mid")
        for mark in range(floor, 101, 10 if floor else 25)
    )
    for place, (label, wanted, low, was, high, _) in enumerate(rows):
        y = 26 + place * 42
        body += text(0, y + 4, label, _BOLD)
        body += rect(sx(wanted) - 2.5, y - 13, (5, 26), "c-bar3", 2)  # taller than what covers it
        body += stroke((sx(low), y), (sx(high), y), "c-wh") + dot(sx(was), y, 5.5, "c-pt")
    return height, body


def _frame(most: float, unit: str, count: int, width: int) -> tuple[str, float, float]:
    """Return the grid with its numbers, where the first place begins, and how wide each is."""
    marks = ticks(most)
    left = 14 + len(f"{marks[-1]:,}{unit}") * LETTER
    body = "".join(
        stroke((left, y), (width, y), "c-grid")
        + text(left - 6, y + 4, f"{mark:,}{unit}", "c-t end")
        for mark in marks
        for y in (float(number(_BASE - mark / most * (_BASE - _TOP))),)
    )
    return body, left, (width - left) / count


def _labels(labels: Sequence[str], left: float, each: float, width: int) -> str:
    """Return as many labels under their bars as fit, the last one always."""
    step = math.ceil((max(map(len, labels)) + 1) * LETTER / each)
    body = ""
    for place in range(len(labels) - 1, -1, -step):
        middle, label = left + (place + 0.5) * each, labels[place]
        if middle + len(label) * LETTER / 2 > width:
            body += text(width, _BASE + 22, label, "c-t end")
        else:
            body += text(middle, _BASE + 22, label, "c-t mid")
    return body
