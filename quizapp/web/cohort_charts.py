"""How many members of a cohort are where: a bar a row, cut into bands; hidden ones as one gray."""

from collections.abc import Sequence
from typing import Final, TypeAlias

from markupsafe import Markup

from quizapp.core.cohort import Cells
from quizapp.web.chart_parts import LETTER, Drawing, figure, legend, plot, rect, table, text

Row: TypeAlias = tuple[str, Cells]

COLORS: Final = ("c-bar3", "c-bar", "c-hot", "c-bar2")
_HIDDEN: Final = "c-track"
_UNSHOWN: Final = "not shown"
_STEP, _GAP = 58, 3


def bands(
    title: str, reading: str, names: Sequence[str], rows: Sequence[Row], members: int
) -> Markup:
    """Return a bar of all members for each row; rows of which nothing is shown are named below."""
    seen = [row for row in rows if any(cell is not None for cell in row[1])]
    if len(seen) < len(rows):
        reading += f" Too small to show: {', '.join(row[0] for row in rows if row not in seen)}."
    if not seen:
        return figure(title, reading)
    key = [(rect(0, 0, (14, 14), color), name) for color, name in zip(COLORS, names, strict=False)]
    key.append((rect(0, 0, (14, 14), _HIDDEN), "Not shown, to give nobody away"))
    cells = [(label, *(_UNSHOWN if cell is None else cell for cell in row)) for label, row in seen]
    picture = plot(lambda width: _draw(seen, members, width))
    return figure(title, reading, picture, legend(key), table(title, ("", *names), cells))


def _draw(rows: Sequence[Row], members: int, width: int) -> Drawing:
    body = ""
    for place, (label, cells) in enumerate(rows):
        y = 14 + place * _STEP
        counts = " · ".join("–" if cell is None else str(cell) for cell in cells)
        room = int((width - len(counts) * LETTER) / LETTER) - 2
        shown = label if len(label) <= room else f"{label[: room - 1]}…"
        body += text(0, y, shown, "c-t strong") + text(width, y, counts, "c-t end")
        body += _bar(cells, members, width, y + 9)
    return _STEP * len(rows), body


def _bar(cells: Cells, members: int, width: int, y: float) -> str:
    """Return the bands in their order; hidden ones are neighbors, and drawn as one."""
    hidden = members - sum(cell for cell in cells if cell is not None)
    parts: list[tuple[int, str]] = []
    for cell, color in zip(cells, COLORS, strict=False):
        if cell is not None:
            parts.append((cell, color))
        elif (hidden, _HIDDEN) not in parts:
            parts.append((hidden, _HIDDEN))
    x, body = 0.0, ""
    for count, color in parts:
        wide = width * count / members
        body += rect(x, y, (wide - _GAP, 18), color, 4)
        x += wide
    return body
