"""The charts of a mock exam's results: both sections against the learner's line, and the pace."""

from collections.abc import Sequence

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
    ticks,
)

Lane = tuple[str, int, int, int]  # label, low, value, high: percent
Block = tuple[str, int]  # label, seconds a question
_BOLD = "c-t strong"


def lanes(title: str, reading: str, rows: Sequence[Lane], line: int) -> Markup:
    """Return a lane a section with its interval, against one line that both have to clear."""
    cells = [(label, f"{low}%", f"{value}%", f"{high}%") for label, low, value, high in rows]
    picture = plot(lambda width: _draw_lanes(rows, line, width))
    return figure(title, reading, picture, table(title, ("Section", "Low", "Score", "High"), cells))


def _draw_lanes(rows: Sequence[Lane], line: int, width: int) -> Drawing:
    height, left, top = 46 + 62 * len(rows), 4, 6
    floor = min(30, *(low // 10 * 10 for _, low, _, _ in rows))

    def sx(value: float) -> float:
        return left + (clamp(value, floor) - floor) / (100 - floor) * (width - 2 * left)

    body = rect(sx(line), top, (sx(100) - sx(line), height - 38), "c-zone", 6)
    for place, (label, low, value, high) in enumerate(rows):
        y = top + 34 + place * 62
        body += text(left, y - 12, label, f"{_BOLD} halo")
        body += text(sx(100) - 4, y - 12, f"{value}% ({low}–{high})", "c-t end")
        body += rect(left, y, (width - 2 * left, 14), "c-track", 7)
        body += rect(
            sx(low), y, (sx(high) - sx(low), 14), "c-bar" if value >= line else "c-bar3", 7
        )
        body += dot(sx(value), y + 7, 8, "c-pt")
    body += stroke((sx(line), top), (sx(line), height - 30), "c-target")
    step = 20 if floor else 25
    for mark in range(floor // step * step + step, 101, step):
        body += text(sx(mark), height - 8, f"{mark}%", "c-t end" if mark == 100 else "c-t mid")  # noqa: PLR2004 - percent
    return height, body


def pace(title: str, reading: str, blocks: Sequence[Block], allowed: int | None) -> Markup:
    """Return the seconds a question by block, against the seconds allowed (None: no limit)."""
    picture = plot(lambda width: _draw_pace(blocks, allowed, width))
    marks = [("", "")][:0]
    if allowed is not None:
        marks = [
            (stroke((0, 7), (14, 7), "c-target"), f"{allowed} s allowed"),
            (rect(0, 0, (14, 14), "c-bar3"), "Slower than that"),
        ]
    numbers = table(title, ("Questions", "Seconds a question"), blocks)
    return figure(title, reading, picture, legend(marks) if marks else "", numbers)


def _draw_pace(blocks: Sequence[Block], allowed: int | None, width: int) -> Drawing:
    height, base, left, top = 230, 190, 52, 16
    most = max(*(seconds for _, seconds in blocks), allowed or 0, 1) * 1.18
    each = (width - left) / len(blocks)
    step = -(-int(max(len(label) for label, _ in blocks) * LETTER + 8) // max(int(each), 1))

    def sy(value: float) -> float:
        return base - value / most * (base - top)

    body = "".join(
        stroke((left, sy(mark)), (width, sy(mark)), "c-grid")
        + text(left - 8, sy(mark) + 4, f"{mark:,} s", "c-t end")
        for mark in ticks(most)
    )
    for place, (label, seconds) in enumerate(blocks):
        x = left + (place + 0.18) * each
        is_slow = allowed is not None and seconds > allowed
        body += rect(
            x, sy(seconds), (each * 0.64, base - sy(seconds)), "c-bar3" if is_slow else "c-bar", 4
        )
        if place % step == 0:
            body += text(x + each * 0.32, base + 20, label, "c-t mid")
    if allowed is not None:
        body += stroke((left, sy(allowed)), (width, sy(allowed)), "c-target")
    for place, (_, seconds) in enumerate(blocks):
        y = sy(seconds) - 6
        if allowed is not None and -6 < sy(seconds) - sy(allowed) < 20:  # noqa: PLR2004 - pixels
            y = sy(allowed) - 7
        body += text(left + (place + 0.5) * each, y, seconds, f"{_BOLD} mid halo")
    return height, body
