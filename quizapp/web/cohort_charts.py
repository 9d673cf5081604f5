"""How many members of a cohort are where: a bar a row, cut into bands; small ones together."""

from collections.abc import Sequence
from typing import Final, TypeAlias

from markupsafe import Markup

from quizapp.core.cohort import Group, Groups, is_told
from quizapp.web.chart_parts import LETTER, Cell, Drawing, figure, legend, plot, rect, table, text

Row: TypeAlias = tuple[str, Groups]

COLORS: Final = ("c-bar3", "c-bar", "c-hot", "c-bar2")
_TOGETHER: Final = "c-track"
_STEP, _GAP = 58, 3


def bands(
    title: str, reading: str, names: Sequence[str], rows: Sequence[Row], members: int
) -> Markup:
    """Return a bar of all members for each row; rows of which nothing is shown are named below."""
    seen = [row for row in rows if is_told(row[1])]
    if len(seen) < len(rows):
        reading += f" Too small to show: {', '.join(row[0] for row in rows if row not in seen)}."
    if not seen:
        return figure(title, reading)
    key = [(rect(0, 0, (14, 14), color), name) for color, name in zip(COLORS, names, strict=False)]
    key.append((rect(0, 0, (14, 14), _TOGETHER), "Together, to give nobody away"))
    cells = [
        (label, *(_cell(one) for one in groups for _ in _places(one))) for label, groups in seen
    ]
    picture = plot(lambda width: _draw(seen, members, width))
    return figure(title, reading, picture, legend(key), table(title, ("", *names), cells))


def _places(group: Group) -> range:
    return range(group.first, group.end)


def _cell(group: Group) -> Cell:
    return group.count if group.is_one else f"together {group.count}"


def _draw(rows: Sequence[Row], members: int, width: int) -> Drawing:
    body = ""
    for place, (label, groups) in enumerate(rows):
        y = 14 + place * _STEP
        counts = " · ".join(str(one.count) if one.is_one else f"({one.count})" for one in groups)
        room = int((width - len(counts) * LETTER) / LETTER) - 2
        shown = label if len(label) <= room else f"{label[: room - 1]}…"
        body += text(0, y, shown, "c-t strong") + text(width, y, counts, "c-t end")
        x = 0.0
        for one in groups:
            wide = width * one.count / members
            color = COLORS[one.first] if one.is_one else _TOGETHER
            body += rect(x, y + 9, (wide - _GAP, 18), color, 4)
            x += wide
    return _STEP * len(rows), body
