"""What all charts are made of: SVG tags, the figure around a picture, scales and ticks.

No inline style and no script: colors come by CSS class, so that themes, forced colors and print
follow the tokens. Pictures are hidden from assistive technology; the figure carries a sentence
and the numbers as a table.
"""

import math
from collections.abc import Callable, Iterable, Sequence
from typing import TypeAlias

from markupsafe import Markup, escape

# Drawn widths: a container query shows the one that fits, so text stays about 13 px high.
WIDTHS: tuple[tuple[str, int], ...] = (("w1", 326), ("w2", 430), ("w3", 560), ("w4", 780))
NARROW = WIDTHS[0][1]
_WHOLE = 100
LETTER = 7.4  # mean width of a 13 px letter, to know whether a label fits

Cell: TypeAlias = str | int
Drawing: TypeAlias = tuple[float, str]  # height and body of a picture
Draw: TypeAlias = Callable[[int], Drawing]  # draws for a width


def tag(name: str, body: str = "", /, **attributes: object) -> str:
    """Return a tag, all values escaped.

    `cls` is written as class, `_` in names as `-`; None leaves an attribute out.
    """
    written = []
    for key, value in attributes.items():
        if value is None:
            continue
        attribute = "class" if key == "cls" else key.replace("_", "-")
        shown = number(value) if isinstance(value, float) else value
        written.append(f' {attribute}="{escape(shown)}"')
    return f"<{name}{''.join(written)}>{body}</{name}>"


def number(value: float) -> str:
    """Return a coordinate, never nan or infinity: one decimal below a hundred, else whole.

    Half a pixel cannot be seen so far out, and a page of charts has thousands of coordinates.
    """
    if not math.isfinite(value):
        return "0"
    return f"{value:.0f}" if abs(value) >= _WHOLE else f"{value:.1f}".removesuffix(".0")


def text(x: float, y: float, words: object, cls: str = "c-t") -> str:
    """Return a line of text; cls adds strong, end, mid or halo to `c-t`."""
    return f'<text class="{cls}" x="{number(x)}" y="{number(y)}">{escape(words)}</text>'


def rect(x: float, y: float, size: tuple[float, float], cls: str, rx: float = 3) -> str:
    """Return a rectangle; negative sizes count as zero."""
    width, height = number(max(size[0], 0.0)), number(max(size[1], 0.0))
    place = f'x="{number(x)}" y="{number(y)}" width="{width}" height="{height}"'
    return f'<rect class="{cls}" {place} rx="{number(rx)}"/>'


def stroke(start: tuple[float, float], end: tuple[float, float], cls: str) -> str:
    """Return a straight line between two points."""
    (x1, y1), (x2, y2) = start, end
    ends = f'x1="{number(x1)}" y1="{number(y1)}" x2="{number(x2)}" y2="{number(y2)}"'
    return f'<line class="{cls}" {ends}/>'


def dot(x: float, y: float, r: float, cls: str) -> str:
    return f'<circle class="{cls}" cx="{number(x)}" cy="{number(y)}" r="{number(r)}"/>'


def clamp(value: float, low: float = 0, high: float = 100) -> float:
    """Return `value`, kept between `low` and `high`."""
    return min(max(value, low), high)


def ticks(top: float, most: int = 4) -> list[int]:
    """Return round numbers from 0 up to `top`: at most `most` steps of 1, 2 or 5 times ten to n."""
    if top < 1:
        return [0]
    step = 1
    while top / step > most:
        digit = str(step)[0]
        step = step * 5 // 2 if digit == "2" else step * 2
    return list(range(0, int(top) + 1, step))


def plot(draw: Draw) -> str:
    """Draw the same chart for all widths; a container query shows one of them."""
    drawn = []
    for cls, width in WIDTHS:
        height, body = draw(width)
        box = f"0 0 {width} {number(height)}"
        drawn.append(tag("svg", body, cls=cls, viewBox=box, aria_hidden="true", focusable="false"))
    return tag("div", "".join(drawn), cls="plot")


def swatch(shape: str) -> str:
    """Return the small picture in front of a legend entry."""
    return tag("svg", shape, viewBox="0 0 14 14", aria_hidden="true", focusable="false")


def legend(entries: Iterable[tuple[str, str]]) -> str:
    """Return the legend; entries are (shape or nothing, words)."""
    items = "".join(
        tag("li", (swatch(shape) if shape else "") + str(escape(words))) for shape, words in entries
    )
    return tag("ul", items, cls="legend")


def table(title: str, head: Sequence[str], rows: Iterable[Sequence[Cell]]) -> str:
    """Return the numbers of a chart, folded away behind a summary."""
    columns = "".join(
        tag("th", str(escape(name)), scope="col", cls="n" if place else None)
        for place, name in enumerate(head)
    )
    body = "".join(tag("tr", _row(row)) for row in rows)
    grid = tag("table", tag("thead", tag("tr", columns)) + tag("tbody", body))
    name = tag("span", f": {escape(title)}", cls="vh")
    scroller = tag(
        "div", grid, cls="tw", tabindex="0", role="region", aria_label=f"Numbers: {title}"
    )
    return tag("details", tag("summary", f"Show the numbers{name}") + scroller, cls="tbl")


def _row(row: Sequence[Cell]) -> str:
    first = tag("th", str(escape(row[0])), scope="row")
    return first + "".join(tag("td", str(escape(cell)), cls="n") for cell in row[1:])


def figure(title: str, reading: str, *parts: str) -> Markup:
    """Return a chart: heading, the sentence that says what is to be seen, then the parts."""
    sentence = tag("p", str(escape(reading))) if reading else ""
    caption = tag("figcaption", tag("h2", str(escape(title))) + sentence)
    return markup(tag("figure", caption + "".join(parts), cls="chart"))


def markup(html: str) -> Markup:
    """Mark as safe what this module built: it escapes all words; classes are our own."""
    return Markup(html)  # noqa: S704 - see the docstring


def dates(labels: list[str], sx: Callable[[int], float], y: float, width: int) -> str:
    """Return as many dates as fit, counted from the last one, which is always there."""
    last = len(labels) - 1
    room = (width - 60) / max(len(labels), 1)
    step = max(1, math.ceil((max(map(len, labels)) + 1) * LETTER / room))
    return "".join(
        text(sx(place), y, label, "c-t end" if place == last and last else "c-t mid")
        for place, label in enumerate(labels)
        if (last - place) % step == 0
    )


def path(points: Sequence[tuple[float, float]]) -> str:
    return " ".join(f"{number(x)},{number(y)}" for x, y in points)
