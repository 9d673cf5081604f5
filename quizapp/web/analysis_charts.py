"""The charts of item analysis: hardness against discrimination, and who chose what."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from quizapp.web.chart_parts import (
    LETTER,
    Drawing,
    clamp,
    dot,
    figure,
    legend,
    plot,
    rect,
    stroke,
    table,
    text,
)

_HEIGHT, _BASE, _TOP, _LEFT = 270, 226, 14, 44
_R_STEP = 0.2
_LINE = 14  # pixels between names
_SAME = 2  # percentage points: marks that lie so close are one
MOST_NAMED = 4


@dataclass(frozen=True, slots=True)
class Point:
    """A question in the picture: percent right, discrimination, and its name if it needs a look."""

    right: float
    r: float
    name: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """An option: its letter and words, and how many of the lower and upper third chose it."""

    letter: str
    words: str
    is_key: bool
    shares: tuple[int, int, int]  # percent of the lower, middle and upper third
    all: int  # percent of all


def scatter(
    title: str,
    reading: str,
    points: Sequence[Point],
    least_r: float,
    bands: tuple[Sequence[str], Sequence[Sequence[str | int]]],
) -> Markup:
    """Return hardness against discrimination; below `least_r` is a band, named points stand out.

    `bands` are head and rows of the table: how many questions lie where.
    """
    if not points:
        return figure(title, reading)
    key = legend(
        [
            (dot(7, 7, 6, "c-pt soft"), "Works as meant"),
            (rect(1, 1, (12, 12), "c-pt warn", 2), "Needs a look"),
        ]
    )
    picture = plot(lambda width: _draw_scatter(_thinned(points), least_r, width))
    return figure(title, reading, picture, key, table(title, *bands))


def _thinned(points: Sequence[Point]) -> list[Point]:
    """Leave out marks that others cover; those that stand out are drawn last, on top."""
    seen: dict[tuple[int, int, bool], Point] = {}
    for one in points:
        place = (round(one.right / _SAME), round(one.r * 100 / _SAME), bool(one.name))
        seen.setdefault(place, one)
    return sorted(seen.values(), key=lambda one: bool(one.name))


def _draw_scatter(points: Sequence[Point], least_r: float, width: int) -> Drawing:
    low = min(-_R_STEP, *(one.r for one in points)) - 0.05
    high = max(3 * _R_STEP, *(one.r for one in points)) + 0.05
    right = width - 14

    def sx(value: float) -> float:
        return _LEFT + clamp(value) / 100 * (right - _LEFT)

    def sy(value: float) -> float:
        return _BASE - (value - low) / (high - low) * (_BASE - _TOP)

    body = rect(_LEFT, sy(least_r), (right - _LEFT, sy(low) - sy(least_r)), "c-warnzone", 0)
    for step in range(-5, 6):
        mark = step * _R_STEP
        if low <= mark <= high:
            body += stroke((_LEFT, sy(mark)), (right, sy(mark)), "c-grid")
            body += text(_LEFT - 8, sy(mark) + 4, _signed(mark), "c-t end")
    for percent in (0, 25, 50, 75, 100):
        body += text(sx(percent), _BASE + 20, f"{percent}%", "c-t mid")
    body += text((_LEFT + right) / 2, _BASE + 38, "answered right", "c-t mid")
    for one in points:
        if one.name:
            body += rect(sx(one.right) - 6, sy(one.r) - 6, (12, 12), "c-pt warn", 2)
        else:
            body += dot(sx(one.right), sy(one.r), 6, "c-pt soft")
    return _HEIGHT, body + _names(points, sx, sy, right)


def _names(
    points: Sequence[Point],
    sx: Callable[[float], float],
    sy: Callable[[float], float],
    right: float,
) -> str:
    """Write the names of the first few that stand out, on the side that has room."""
    body = ""
    taken: list[float] = []
    for one in [one for one in points if one.name][:MOST_NAMED]:
        x, y = sx(one.right), sy(one.r) + 4
        if any(abs(y - other) < _LINE for other in taken):
            continue
        taken.append(y)
        fits = x + 11 + len(one.name) * LETTER < right
        side = "" if fits else " end"
        body += text(x + 11 if fits else x - 11, y, one.name, f"c-t strong halo{side}")
    return body


def _signed(value: float) -> str:
    return f"{value:.1f}".replace("-", "−") if round(value, 1) else "0.0"


def thirds(title: str, reading: str, choices: Sequence[Choice]) -> Markup:
    """Return for each option how many of the lower and of the upper third of learners chose it."""
    key = legend(
        [
            (rect(0, 0, (14, 14), "c-bar3"), "Lower third of learners"),
            (rect(0, 0, (14, 14), "c-bar"), "Upper third"),
        ]
    )
    rows = [
        (
            f"{one.letter}{' (key)' if one.is_key else ''}",
            *(f"{share}%" for share in one.shares),
            f"{one.all}%",
        )
        for one in choices
    ]
    head = ("Option", "Lower third", "Middle third", "Upper third", "All")
    picture = plot(lambda width: _draw_thirds(choices, width))
    return figure(title, reading, picture, key, table(title, head, rows))


def _draw_thirds(choices: Sequence[Choice], width: int) -> Drawing:
    right, body = 44, ""
    most = int((width - 60) / LETTER)
    for place, one in enumerate(choices):
        y = place * 62
        words = one.words if len(one.words) <= most else one.words[: most - 1].rstrip() + "…"
        label = f"{one.letter}  {words}{'  (key)' if one.is_key else ''}"
        body += text(0, y + 14, label, "c-t strong" if one.is_key else "c-t")
        for share, cls, down in ((one.shares[0], "c-bar3", 22), (one.shares[2], "c-bar", 38)):
            whole = width - right
            body += rect(0, y + down, (whole, 12), "c-track", 4)
            body += rect(0, y + down, (share / 100 * whole, 12), cls, 4)
            body += text(width, y + down + 11, f"{share}%", "c-t end")
    return len(choices) * 62, body
