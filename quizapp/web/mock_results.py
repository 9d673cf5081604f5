"""How a mock exam went: scores by section and concept, and the pace."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from flask import render_template, request, url_for
from markupsafe import Markup

from quizapp.core.analysis.progress import wilson
from quizapp.core.exams.assembly import SECTIONS
from quizapp.core.exams.timing import used_seconds
from quizapp.db.base import db_session
from quizapp.db.queries.attempts import AttemptItemRow, AttemptRow
from quizapp.db.queries.concepts import concept_groups
from quizapp.web import charts, mock_charts, words
from quizapp.web.accommodation_form import in_words
from quizapp.web.durations import span
from quizapp.web.login import learner
from quizapp.web.mock_answer import TableRow, table_rows
from quizapp.web.mock_start import points
from quizapp.web.mock_view import SHORT_TITLES, TITLES
from quizapp.web.paging import PAGE_ROWS, Page, page_number, page_of

BLOCKS = 7  # bars of the chart of the pace, at most
BLOCK_STEP = 5  # questions; a block has a multiple of it
ENDINGS = {
    "time": "Time was over before it was finished.",
    "left": "It was left for three days, so it ended with what was saved.",
}
FILTERS: dict[str, tuple[str, Callable[[AttemptItemRow], bool]]] = {
    "missed": ("Not right", lambda one: one.score != 1.0),
    "flagged": ("Flagged", lambda one: one.is_flagged),
    "all": ("All", lambda one: one.n > 0),
}


@dataclass(frozen=True, slots=True)
class Score:
    """Points of some questions, with the interval they would lie in nine times in ten: percent."""

    points: float
    n: int
    low: int
    share: int
    high: int


@dataclass(frozen=True, slots=True)
class ResultsView:
    id: int
    number: int
    score: str
    total: int
    when: str
    ending: str
    conditions: str
    time_used: str
    blank: int
    to_work_on: str
    line: int
    sections: Markup
    concepts: Markup
    pace: Markup
    is_open: bool
    missed: int


@dataclass(frozen=True, slots=True)
class QuestionsView:
    """The questions of an exam whose answers are open: one page of those that are asked for."""

    kind: str
    kinds: list[tuple[str, str, int]]
    rows: list[TableRow]
    page: Page


def results_page(found: AttemptRow) -> str:
    return render_template(
        "mock/results.html",
        results=results_view(found),
        questions=questions_view(found) if found.opened_at else None,
    )


def missed_keys(found: AttemptRow) -> list[tuple[int, str]]:
    """Return the cards (item id, part) of what was not fully right, as far as it may be known."""
    return [(one.item_id, "") for one in found.items if found.opened_at and one.score != 1.0]


def score_of(items: Iterable[AttemptItemRow]) -> Score:
    scores = [one.score or 0.0 for one in items]
    total, n = sum(scores), len(scores)
    total = min(total, float(n))  # thirds may sum up to a little more
    low, high = wilson(total, n)
    share = round(100 * total / n) if n else 0
    return Score(total, n, round(100 * low), share, round(100 * high))


def results_view(found: AttemptRow) -> ResultsView:
    """Return what may be known before the answers are open: no question by itself."""
    end, ending = found.end()
    line, whole = found.conditions.line, score_of(found.items)
    by_section = {
        name: score_of(one for one in found.items if one.section == name) for name in SECTIONS
    }
    used = used_seconds(found.clock, end)
    zone = ZoneInfo(learner().zone)
    return ResultsView(
        id=found.attempt_id,
        number=found.number,
        score=points(whole.points),
        total=whole.n,
        when=words.week_date(found.clock.started_at.astimezone(zone).date()),
        ending=ENDINGS.get(ending, ""),
        conditions=in_words(found.conditions, found.breaks),
        time_used=_used(used, found.clock.limit_seconds),
        blank=sum(not one.is_answered for one in found.items),
        to_work_on=_to_work_on(by_section, line),
        line=line,
        sections=_sections(by_section, line),
        concepts=_concepts(found.items, line),
        pace=_pace(found),
        is_open=found.opened_at is not None,
        missed=len(missed_keys(found)),
    )


def questions_view(found: AttemptRow) -> QuestionsView:
    kind = request.args.get("show", "missed")
    kind = kind if kind in FILTERS else "missed"
    wanted = [one for one in found.items if FILTERS[kind][1](one)]
    number = page_number()
    start = (number - 1) * PAGE_ROWS
    return QuestionsView(
        kind=kind,
        kinds=[
            (name, title, sum(map(is_wanted, found.items)))
            for name, (title, is_wanted) in FILTERS.items()
        ],
        rows=table_rows(found, wanted[start : start + PAGE_ROWS]),
        page=page_of(
            number,
            len(wanted),
            lambda page: url_for(
                "mock.results",
                attempt_id=found.attempt_id,
                show=kind,
                page=page,
                _anchor="questions",
            ),
        ),
    )


def _used(used: float, limit: float | None) -> str:
    if limit is None:
        return f"{span(used)} used"
    return f"{span(used)} used, {round(100 * used / limit)}% of the time"


def _to_work_on(by_section: dict[str, Score], line: int) -> str:
    """Return which section to work on, as a sentence."""
    below = [name for name in SECTIONS if by_section[name].share < line]
    if not below:
        return "Both sections clear your line."
    shares = {name: by_section[name].share for name in SECTIONS}
    lowest, highest = min(shares, key=shares.__getitem__), max(shares, key=shares.__getitem__)
    if by_section[lowest].high >= shares[highest]:
        return "Neither section stands out: chance alone could make this difference."
    return f"Section {SECTIONS.index(lowest) + 1} is the one to work on."


def _sections(by_section: dict[str, Score], line: int) -> Markup:
    rows = [
        (
            f"{SHORT_TITLES[name]}, {points(one.points)} of {one.n}",
            one.low,
            one.share,
            one.high,
        )
        for name, one in by_section.items()
    ]
    said = []
    for name, one in by_section.items():
        gap = line - one.share
        points_short = "by 1 point" if gap == 1 else f"by {gap} points"
        state = "clears your line" if gap <= 0 else f"is short of your line {points_short}"
        said.append(f"{TITLES[name]} {state}.")
    return mock_charts.lanes("Both sections", " ".join(said), rows, line)


def _concepts(items: Sequence[AttemptItemRow], line: int) -> Markup:
    groups, by_group = concept_groups(db_session), defaultdict(list)
    for one in items:
        by_group[groups.get(one.concept, "Other")].append(one)
    scores = {name: score_of(some) for name, some in by_group.items()}
    names = sorted(scores, key=lambda name: (-scores[name].share, name))
    rows = [
        (name, scores[name].low, scores[name].share, scores[name].high, scores[name].n)
        for name in names
    ]
    below = [name for name in names if scores[name].share < line]
    sentence = f"Below your line: {', '.join(below)}." if below else "Nothing is below your line."
    few = " Few questions each: the thin lines say how far chance may reach."
    return charts.mastery("By concept", sentence + few, rows, line)


def _pace(found: AttemptRow) -> Markup:
    """Return the seconds a question, block by block in the order of the exam."""
    total = len(found.items)
    size = BLOCK_STEP * -(-total // (BLOCKS * BLOCK_STEP))
    blocks = []
    for start in range(0, total, size):
        some = found.items[start : start + size]
        label = f"{some[0].n}–{some[-1].n}" if len(some) > 1 else str(some[0].n)
        blocks.append((label, round(sum(one.seconds for one in some) / len(some))))
    factor = found.conditions.factor
    allowed = None if factor is None else round(found.pace_seconds * factor)
    mean = round(sum(one.seconds for one in found.items) / total)
    slow = [label for label, seconds in blocks if allowed is not None and seconds > allowed]
    sentence = f"{mean} seconds a question on average."
    if slow:
        sentence += f" Slower than the time allows: questions {', '.join(slow)}."
    return mock_charts.pace("Pace", sentence, blocks, allowed)
