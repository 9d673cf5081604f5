"""The charts of the pages: pure functions, data in, safe SVG out.

Each takes a title, one sentence that says what is to be seen, and its rows; each can do with no
row, one row and large numbers. Percentages are whole numbers from 0 to 100.
"""

import math
from collections.abc import Sequence
from typing import TypeAlias

from markupsafe import Markup

from quizapp.web.chart_heat import heat
from quizapp.web.chart_marks import pips, ring, trail
from quizapp.web.chart_parts import (
    LETTER,
    Drawing,
    clamp,
    dates,
    dot,
    figure,
    legend,
    path,
    plot,
    rect,
    stroke,
    table,
    tag,
    text,
    ticks,
)

__all__ = ["bars", "calib", "heat", "line", "mastery", "pips", "ring", "trail"]

Day: TypeAlias = tuple[str, int, int]  # label, due, new
Estimate: TypeAlias = tuple[str, int, int, int]  # label, low, value, high
Mastery: TypeAlias = tuple[str, int, int, int, int]  # label, low, value, high, answers
Calibration: TypeAlias = tuple[
    str, int, int, int
]  # word, what it should mean, what it was, answers

_WIDE = 500  # from here on labels stand beside the bars and all points are drawn
_BOLD = "c-t strong"
_LEAST_GAP = 8  # percentage points below the word that count as "less right than sure"


def bars(title: str, reading: str, days: Sequence[Day], only: str = "") -> Markup:
    """Return a bar a day, due below new, the first one marked; with `only` one figure, so named."""
    if not days:
        return figure(title, reading)
    picture = plot(lambda width: _draw_bars(days, width))
    if only:
        rows = [(label, n) for label, n, _ in days]
        return figure(title, reading, picture, table(title, ("Day", only), rows))
    key = legend(
        [(rect(0, 0, (14, 14), "c-bar"), "Reviews due"), (rect(0, 0, (14, 14), "c-bar2"), "New")]
    )
    return figure(title, reading, picture, key, table(title, ("Day", "Due", "New"), days))


def _draw_bars(days: Sequence[Day], width: int) -> Drawing:
    height, base, top = 190, 158, 14
    most = max(*(due + new for _, due, new in days), 1) * 1.12
    marks = ticks(most)
    left = 14 + len(f"{marks[-1]:,}") * LETTER
    each = (width - left) / len(days)
    step = math.ceil(max(len(label) for label, _, _ in days) * LETTER / each)

    def sy(value: float) -> float:
        return base - value / most * (base - top)

    body = "".join(
        stroke((left, sy(mark)), (width, sy(mark)), "c-grid")
        + text(left - 6, sy(mark) + 4, f"{mark:,}", "c-t end")
        for mark in marks
    )
    for place, (label, due, new) in enumerate(days):
        x, bar = left + (place + 0.16) * each, each * 0.68
        weight = " strong" if place == 0 else ""
        body += rect(x, sy(due), (bar, base - sy(due)), "c-hot" if place == 0 else "c-bar")
        if new:
            body += rect(x, sy(due + new), (bar, sy(due) - sy(due + new) - 2), "c-bar2")
        middle = x + bar / 2
        if due + new and len(f"{due + new:,}") * LETTER < each:
            body += text(middle, sy(due + new) - 5, f"{due + new:,}", f"c-t mid halo{weight}")
        if place % step == 0:
            body += text(middle, base + 20, label, f"c-t mid{weight}")
    return height, body


def line(
    title: str,
    reading: str,
    points: Sequence[Estimate],
    target: int | None,
    word: str = "target",
) -> Markup:
    """Return a line with its interval as a band; one point alone is a dot with whiskers.

    `target` is drawn across and named by `word`.
    """
    if not points:
        return figure(title, reading)
    floor = min(60, *(low // 10 * 10 for _, low, _, _ in points))
    floor = int(clamp(floor, 0, 90))

    def draw(width: int) -> Drawing:
        return _draw_line(_thinned(points, width), target, floor, width, word)

    picture = plot(draw)
    rows = [(label, f"{low}%", f"{value}%", f"{high}%") for label, low, value, high in points]
    return figure(title, reading, picture, table(title, ("From", "Low", "Recall", "High"), rows))


def _thinned(points: Sequence[Estimate], width: int) -> Sequence[Estimate]:
    """Leave out points where a picture is too narrow for all; the first and the last stay."""
    step = 1 if width > _WIDE else -(-(len(points) - 1) // 8) or 1
    return [*points[:-1:step], points[-1]]


def _draw_line(
    points: Sequence[Estimate], target: int | None, floor: int, width: int, word: str
) -> Drawing:
    height, base, left, top = 270, 234, 44, 16
    last = len(points) - 1

    def sx(place: int) -> float:
        return left + 8 + place * (width - left - 20) / last if last else (left + width) / 2

    def sy(value: float) -> float:
        return base - (clamp(value, floor) - floor) / (100 - floor) * (base - top)

    body = "".join(
        stroke((left, sy(mark)), (width, sy(mark)), "c-grid")
        + text(left - 8, sy(mark) + 4, f"{mark}%", "c-t end")
        for mark in range(floor, 101, 10 if floor >= 50 else 20)  # noqa: PLR2004 - five lines at most
    )
    if last:
        upper = [(sx(place), sy(high)) for place, (_, _, _, high) in enumerate(points)]
        lower = [(sx(place), sy(low)) for place, (_, low, _, _) in enumerate(points)]
        middle = [(sx(place), sy(value)) for place, (_, _, value, _) in enumerate(points)]
        body += tag("polygon", cls="c-band", points=path([*upper, *reversed(lower)]))
        body += tag("polyline", cls="c-line", points=path(middle))
    else:
        _, low, _, high = points[0]
        body += stroke((sx(0), sy(low)), (sx(0), sy(high)), "c-wh")
    if target is not None:
        body += stroke((left, sy(target)), (width, sy(target)), "c-target")
        body += text(left + 6, sy(target) - 7, f"{word} {target}%", "c-target-t")
    body += dot(sx(last), sy(points[-1][2]), 6, "c-dot")
    return height, body + dates([label for label, *_ in points], sx, base + 24, width)


def mastery(
    title: str,
    reading: str,
    rows: Sequence[Mastery],
    goal: int | None,
    head: Sequence[str] = ("Topic", "Low", "Estimate", "High", "Answers"),
) -> Markup:
    """Return a bar a topic with its interval; below `goal` it is amber. `head` is of the table."""
    if not rows:
        return figure(title, reading)
    cells = [
        (name, f"{low}%", f"{value}%", f"{high}%", answers)
        for name, low, value, high, answers in rows
    ]
    picture = plot(lambda width: _draw_mastery(rows, goal, width))
    return figure(title, reading, picture, table(title, head, cells))


def _draw_mastery(rows: Sequence[Mastery], goal: int | None, width: int) -> Drawing:
    beside = max(len(name) for name, *_ in rows) * LETTER + 14
    is_beside = width > _WIDE and beside < width * 0.42
    left, step, drop = (beside, 42, 0) if is_beside else (0, 54, 22)
    height = 12 + step * len(rows) + 22
    right = 54

    def sx(value: float) -> float:
        return left + clamp(value) / 100 * (width - left - right)

    body = ""
    for place, (name, low, value, high, _) in enumerate(rows):
        y = 12 + place * step + drop
        is_low = goal is not None and value < goal
        body += text(0, y + (14 if is_beside else -6), name, _BOLD)
        body += rect(left, y, (width - left - right, 18), "c-track", 5)
        body += rect(left, y, (sx(value) - left, 18), "c-bar3" if is_low else "c-bar", 5)
        body += stroke((sx(low), y + 9), (sx(high), y + 9), "c-wh")
        body += dot(sx(value), y + 9, 5.5, "c-pt") + text(
            width, y + 14, f"{value}%", f"{_BOLD} end"
        )
    if goal is not None:
        body += stroke((sx(goal), 4), (sx(goal), height - 20), "c-target")
        body += text(sx(goal), height - 4, f"line {goal}%", "c-target-t mid")
    return height, body


def calib(
    title: str,
    reading: str,
    rows: Sequence[Calibration],
    meaning: str = "What that word should mean",
    head: Sequence[str] = ("You said", "Should be", "Was", "Answers"),
) -> Markup:
    """Return, for each word of confidence, what it should mean against how often it was right."""
    if not rows:
        return figure(title, reading)
    cells = [(word, f"{said}%", f"{was}%", answers) for word, said, was, answers in rows]
    key = legend(
        [
            (rect(1, 1, (12, 12), "c-bar3", 2), meaning),
            (dot(7, 7, 6, "c-pt"), "How often you were right"),
        ]
    )
    picture = plot(lambda width: _draw_calib(rows, width))
    return figure(title, reading, picture, key, table(title, head, cells))


def _draw_calib(rows: Sequence[Calibration], width: int) -> Drawing:
    left = max(len(word) for word, *_ in rows) * LETTER + 18
    height = 34 + 46 * len(rows)

    def sx(value: float) -> float:
        return left + clamp(value) / 100 * (width - left - 22)

    body = "".join(
        stroke((sx(mark), 6), (sx(mark), height - 24), "c-grid")
        + text(sx(mark), height - 6, f"{mark}%", "c-t mid")
        for mark in (0, 25, 50, 75, 100)
    )
    for place, (word, said, was, _) in enumerate(rows):
        y = 28 + place * 46
        cls = "c-iv low" if was < said - _LEAST_GAP else "c-iv"
        body += text(0, y + 4, word, _BOLD) + stroke((sx(said), y), (sx(was), y), cls)
        body += rect(sx(said) - 6, y - 6, (12, 12), "c-bar3", 2) + dot(sx(was), y, 7, "c-pt")
    return height, body
