"""Small marks without numbers of their own: the page says in words what they show."""

import math
from collections.abc import Sequence

from markupsafe import Markup, escape

from quizapp.web.chart_parts import clamp, markup, number, tag

_ROUND = 2 * math.pi * 52
_MOST_ATTEMPTS = 8
_ATTEMPTS = {"ok": "right", "part": "partly right"}  # and "missed"


def ring(done: int, total: int) -> Markup:
    """Return a ring filled by done of total; decoration, the page says the numbers."""
    share = clamp(done / total, 0, 1) if total > 0 else 0
    arc = tag(
        "circle",
        cls="v",
        cx=60,
        cy=60,
        r=52,
        transform="rotate(-90 60 60)",
        stroke_dasharray=f"{number(_ROUND * share)} {number(_ROUND)}",
    )
    body = tag("circle", cls="t", cx=60, cy=60, r=52) + (arc if share else "")
    return markup(
        tag("svg", body, cls="ring", viewBox="0 0 120 120", aria_hidden="true", focusable="false")
    )


_INSIDE: dict[str, dict[str, str | int]] = {
    "no": {"d": "M5.5 5.5l5 5m0-5l-5 5", "stroke": "currentColor", "stroke_width": 2},
    "part": {"d": "M8 2a6 6 0 0 0 0 12z", "fill": "currentColor"},  # the left half
}
PIP_HEIGHTS = {"no": 5.0, "part": 7.5}


def _state(states: Sequence[str], place: int) -> str:
    return states[place] if place < len(states) else ""


def _pip(state: str, x: str, width: str, rx: str) -> str:
    """Return a block; by hand, as the page of a question has as many as the session."""
    height = PIP_HEIGHTS.get(state, 10.0)
    cls = f' class="{escape(state)}"' if state else ""
    place = f'x="{x}" y="{number(10 - height)}"'
    return f'<rect{cls} {place} width="{width}" height="{number(height)}" rx="{rx}"></rect>'


def pips(states: Sequence[str], total: int) -> Markup:
    """Return one block a question: ok, no, part, now, or "" for one to come.

    A miss is half as high, a part of an answer three quarters: told by shape, not color alone.
    """
    count = max(total, len(states), 1)
    width = 400 / count
    shown, rx = f"{width - min(2.0, width / 4):.2f}", number(min(2.0, width / 3))
    blocks = "".join(
        _pip(_state(states, place), f"{place * width:.2f}", shown, rx) for place in range(count)
    )
    return markup(
        tag(
            "svg",
            blocks,
            cls="pips",
            viewBox="0 0 400 10",
            preserveAspectRatio="none",
            aria_hidden="true",
            focusable="false",
        )
    )


def trail(states: Sequence[str]) -> Markup:
    """Return the last attempts, oldest first: filled for "ok", half for "part", else crossed."""
    if not states:
        return Markup()
    last = states[-_MOST_ATTEMPTS:]
    marks = "".join(_attempt(state) for state in last)
    words = ", ".join(_ATTEMPTS.get(state, "missed") for state in last)
    label = f"Attempts, oldest first: {words}"
    return markup(tag("span", marks, cls="trail", role="img", aria_label=label))


def _attempt(state: str) -> str:
    cls = state if state in _ATTEMPTS else "no"
    if cls == "ok":
        body = tag("circle", cx=8, cy=8, r=7, fill="currentColor")
    else:
        body = tag("circle", cx=8, cy=8, r=6, fill="none", stroke="currentColor", stroke_width=2)
        body += tag("path", **_INSIDE[cls])
    return tag("svg", body, viewBox="0 0 16 16", cls=cls, aria_hidden="true", focusable="false")
