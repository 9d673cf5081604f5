"""Mixed-up ideas in words and as bars."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from quizapp.core.analysis.mix_ups import MixUp
from quizapp.web.chart_parts import LETTER, Drawing, figure, plot, rect, table, text
from quizapp.web.words import plural

ROW = 46


@dataclass(frozen=True, slots=True)
class MixUpView:
    pair: str
    sentence: str
    concepts: tuple[str, str]


def mix_up_views(found: Sequence[MixUp], titles: Mapping[str, str]) -> list[MixUpView]:
    """Return pairs in words."""
    return [_view(one, titles) for one in found]


def _view(one: MixUp, titles: Mapping[str, str]) -> MixUpView:
    right, other = titles.get(one.right, one.right), titles.get(one.other, one.other)
    sentence = f"{plural(one.times, 'time')} you took “{other}” where “{right}” was right"
    if one.reverse:
        sentence += f", and {plural(one.reverse, 'time')} the other way round"
    return MixUpView(f"{right} and {other}", f"{sentence}.", (one.right, one.other))


def _fitting(pair: str, width: int) -> str:
    """Return a label that fits into the picture; the table has it whole."""
    most = int(width / LETTER)
    return pair if len(pair) <= most else f"{pair[: most - 1].rstrip()}…"


def mix_up_chart(found: Sequence[MixUp], titles: Mapping[str, str]) -> Markup:
    """Return a bar a pair, as long as it was mixed up often."""
    rows = [(_view(one, titles).pair, one.total) for one in found]
    first = rows[0]
    reading = f"Most often: {first[0]}, {plural(first[1], 'time')}."
    most = max(times for _, times in rows)

    def draw(width: int) -> Drawing:
        body = ""
        for place, (pair, times) in enumerate(rows):
            y = 6 + place * ROW
            body += text(0, y + 12, _fitting(pair, width), "c-t strong")
            body += rect(0, y + 20, ((width - 40) * times / most, 14), "c-bar", 4)
            body += text(width, y + 32, str(times), "c-t end")
        return 6 + len(rows) * ROW, body

    numbers = table("Mixed up", ("Ideas", "Times"), rows)
    return figure("How often, by pair", reading, plot(draw), numbers)
