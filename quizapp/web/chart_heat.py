"""A calendar of study: a square a day, a column a week, its shade by how much was answered."""

import math
from collections.abc import Collection, Sequence

from markupsafe import Markup

from quizapp.web.chart_parts import (
    LETTER,
    Cell,
    Drawing,
    figure,
    legend,
    number,
    plot,
    rect,
    table,
    tag,
    text,
)

Place = tuple[int, int]  # week, day of the week from 0

_LEVELS = 5
_CORNER = (
    3  # by a stroke of twice that width (charts.css): a hundred rects take three times the bytes
)


def heat(
    title: str,
    reading: str,
    weeks: Sequence[Sequence[int | None]],
    months: Sequence[tuple[int, str]],
    rows: Sequence[Sequence[Cell]],
    planned: Collection[Place] = (),
    head: Sequence[str] = ("Month", "Days studied", "Answers"),
) -> Markup:
    """Return a square a day, a column a week from Monday; levels 0 to 4, None for no day of it.

    `months` are (week, name); `rows` go below `head` in the table; `planned` days have an outline.
    """
    if not weeks:
        return figure(title, reading)
    shades = [(rect(0, 0, (14, 14), f"h{level}"), "") for level in range(_LEVELS)]
    entries = [("", "None"), *shades, ("", "Most")]
    if planned:
        entries.append((rect(1, 1, (12, 12), "h-plan"), "In your plan"))
    numbers = table(title, head, rows) if rows else ""
    picture = plot(lambda width: _draw_heat(weeks, months, planned, width))
    return figure(title, reading, picture, legend(entries), numbers)


def _draw_heat(
    weeks: Sequence[Sequence[int | None]],
    months: Sequence[tuple[int, str]],
    planned: Collection[Place],
    width: int,
) -> Drawing:
    left, top, gap, largest = 36, 22, 3, 22
    fits = (width - left) // (12 + gap)
    first = max(0, len(weeks) - fits)
    shown = weeks[first:]
    each = min((width - left) // len(shown), 2 * largest)  # whole: shorter, and even gaps
    size = min(each - gap, largest)

    side = number(size - 2 * _CORNER)

    def square(week: int, day: int) -> str:
        x, y = left + week * each + _CORNER, top + day * (size + gap) + _CORNER
        return f"M{number(x)} {number(y)}h{side}v{side}h-{side}z"

    body = _draw_months(
        [(week - first, name) for week, name in months if week >= first], left, each
    )
    for row, name in ((0, "Mon"), (2, "Wed"), (4, "Fri")):
        body += text(0, top + row * (size + gap) + size * 0.75, name)
    days = [
        (level, square(week, day), (week + first, day) in planned)
        for week, column in enumerate(shown)
        for day, level in enumerate(column)
        if level is not None
    ]
    # What is below shows as an outline.
    body += _squares("h-plan", [one for _, one, is_planned in days if is_planned])
    body += _squares("h-today", [one for _, one, _ in days[-1:]])
    for level in range(_LEVELS):
        shade = [one for found, one, _ in days if min(max(found, 0), _LEVELS - 1) == level]
        body += _squares(f"h{level}", shade)
    return top + 7 * (size + gap), body


def _squares(cls: str, squares: Sequence[str]) -> str:
    return tag("path", cls=cls, d="".join(squares)) if squares else ""


def _draw_months(months: Sequence[tuple[int, str]], left: float, each: float) -> str:
    """Return the names over their first weeks; one that would run into the next is left out."""
    ends = [*(week for week, _ in months[1:]), math.inf]
    return "".join(
        text(left + week * each, 12, name)
        for (week, name), following in zip(months, ends, strict=False)
        if (following - week) * each > len(name) * LETTER
    )
