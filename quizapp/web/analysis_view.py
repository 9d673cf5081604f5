"""Item analysis in words: which questions need a look, and the figures of each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from markupsafe import Markup

from quizapp.core.analysis.item_findings import (
    LABELS,
    LEAST_R,
    Finding,
    FindingKind,
    findings,
    idle_options,
    is_early,
    option_names,
    sentence,
    trouble,
)
from quizapp.core.analysis.item_stats import FEWEST, ItemStatistics
from quizapp.db.queries.item_analysis import BankSummaryRow, ItemFiguresRow, SeriesFiguresRow
from quizapp.web import words
from quizapp.web.analysis_charts import Choice, Point, scatter, thirds

MOST_LETTERS: Final = 90  # of a question in the table
MOST_FINDINGS: Final = 8
NO_R: Final = "too few learners who answered twenty other questions, or all alike"
NO_SCATTER: Final = (
    "Once learners have answered twenty other questions of the bank, this shows how well each "
    "question tells strong from weak."
)
TAGS: Final = {FindingKind.KEY: "brick", FindingKind.WEAK: "brick"}  # the others are "sun"
RIGHT_BANDS: Final = ((0, 30), (30, 60), (60, 80), (80, 95), (95, 101))
R_BANDS: Final = ((-2.0, 0.1), (0.1, 0.2), (0.2, 0.3), (0.3, 2.0))


@dataclass(frozen=True, slots=True)
class Judged:
    """A question with its figures and what is wrong with it."""

    row: ItemFiguresRow
    found: list[Finding]


@dataclass(frozen=True, slots=True)
class FiguresView:
    """The figures of a series as they stand in a table; all are words."""

    n: int
    right: str
    right_interval: str
    r: str
    r_interval: str
    idle: str
    seconds: str


@dataclass(frozen=True, slots=True)
class RowView:
    """A question in the table; `figures` is None where it has too few answers."""

    ref: str
    asking: str
    figures: FiguresView | None
    n: int
    tags: list[tuple[str, str]]  # color, words


@dataclass(frozen=True, slots=True)
class SeriesView:
    """One series of a question: what was found, who chose what, and all its figures."""

    name: str
    n: int
    sentences: list[str]
    facts: list[tuple[str, str, str]]  # name, figure, remark
    chart: Markup | None
    is_early: bool


def judged(rows: Sequence[ItemFiguresRow]) -> list[Judged]:
    """Return the questions, those that need a look most first."""
    found = [Judged(row, findings(row.figures) if row.figures else []) for row in rows]
    return sorted(found, key=lambda one: trouble(one.found, one.row.figures))


def headline(every: Sequence[Judged]) -> str:
    """Say how many questions need a look."""
    known = [one for one in every if one.row.figures]
    if not known:
        return f"No question has the {FEWEST} first answers yet that figures need."
    bad, few = sum(bool(one.found) for one in known), len(every) - len(known)
    of = words.plural(len(known), "question")
    said = (
        f"{words.number(bad).capitalize()} of {of} {'needs' if bad == 1 else 'need'} a look."
        if bad
        else f"None of {of} needs a look."
    )
    if few:
        verb = "has" if few == 1 else "have"
        said += f" {words.number(few).capitalize()} more {verb} too few answers."
    if bad > MOST_FINDINGS:
        said += f" The list has the first {words.number(MOST_FINDINGS)}, the table marks them all."
    return said


def worst(every: Sequence[Judged], bodies: dict[int, dict[str, Any]]) -> list[tuple[str, str]]:
    """Return ref and what was found first of the questions that need a look most."""
    return [
        (one.row.ref, sentence(one.found[0], _names(bodies[one.row.item_id])))
        for one in every[:MOST_FINDINGS]
        if one.found
    ]


def when_counted(summary: BankSummaryRow, counted_on: date, today: date) -> str:
    """Say whose answers were counted, of which days, and when."""
    counted = f"Counted {words.past_day(counted_on, today)}."
    if summary.first_on is None or summary.last_on is None:
        return f"Nobody has answered yet. {counted}"
    first, last = words.long_date(summary.first_on), words.long_date(summary.last_on)
    days = first if first == last else f"{first} to {last}"
    return f"First answers of {words.plural(summary.learners, 'learner')}, {days}. {counted}"


def row_view(one: Judged, body: dict[str, Any]) -> RowView:
    """Return a question for the table."""
    kinds = dict.fromkeys(finding.kind for finding in one.found)
    tags = [(TAGS.get(kind, "sun"), LABELS[kind]) for kind in kinds]
    asking = body["title"] or words.asking(body["stem_text"], MOST_LETTERS)
    figures = one.row.figures
    return RowView(one.row.ref, asking, figures_view(figures) if figures else None, one.row.n, tags)


def figures_view(figures: ItemStatistics) -> FiguresView:
    """Return the figures of a series in words."""
    low, high = figures.facility_interval
    idle = idle_options(figures)
    around = figures.r_interval
    return FiguresView(
        n=figures.n,
        right=f"{figures.facility:.0%}",
        right_interval=f"{low:.0%} to {high:.0%}",
        r=signed(figures.r),
        r_interval=f"{signed(around[0])} to {signed(around[1])}" if around else "",
        idle="–" if idle is None else str(len(idle)),
        seconds=f"{figures.median_seconds:.0f} s",
    )


def signed(value: float | None) -> str:
    """Return a correlation with two digits and a true minus."""
    return "–" if value is None else f"{round(value, 2) + 0.0:.2f}".replace("-", "−")


def scatter_of(every: Sequence[Judged]) -> Markup:
    """Draw hardness against discrimination of the questions that have both."""
    title = "Hardness and discrimination"
    points = [
        Point(100 * figures.facility, figures.r, one.row.ref if one.found else "")
        for one in every
        if (figures := one.row.figures) and figures.r is not None
    ]
    if not points:
        return scatter(title, NO_SCATTER, [], LEAST_R, ((), ()))
    weak, of = sum(point.r < LEAST_R for point in points), words.plural(len(points), "question")
    reading = (
        f"{words.number(weak).capitalize()} of {of} {'lies' if weak == 1 else 'lie'} in the band "
        "below, which tells strong and weak learners apart poorly."
    )
    return scatter(title, reading, points, LEAST_R, _bands(points))


def _bands(points: Sequence[Point]) -> tuple[Sequence[str], list[list[str | int]]]:
    """Count the questions by how many got them right and how well they discriminate."""
    head = ("Answered right", "r under .10", ".10 to .20", ".20 to .30", ".30 and more")
    rows: list[list[str | int]] = []
    for low, high in RIGHT_BANDS:
        name = f"{low}% and more" if high > 100 else f"{low}% to {high}%"  # noqa: PLR2004
        within = [one.r for one in points if low <= one.right < high]
        rows.append([name, *(sum(a <= r < b for r in within) for a, b in R_BANDS)])
    return head, rows


def series_views(rows: Sequence[SeriesFiguresRow]) -> list[SeriesView]:
    """Return the series of a question, the newest first."""
    return [_series_view(row, is_newest=place == 0) for place, row in enumerate(rows)]


def _series_view(row: SeriesFiguresRow, *, is_newest: bool) -> SeriesView:
    revisions = (
        f"revision {row.first_revision}"
        if row.first_revision == row.last_revision
        else f"revisions {row.first_revision} to {row.last_revision}"
    )
    name = f"{'As it is now' if is_newest else 'Before'}, {revisions}"
    figures = row.figures
    if figures is None:
        return SeriesView(name, row.n, [], [], None, is_early=True)
    names = _names(row.body)
    sentences = [sentence(one, names) for one in findings(figures)]
    return SeriesView(
        name=name,
        n=row.n,
        sentences=sentences or ["It works as meant."],
        facts=[*_facts(figures), *_shares(row.body, figures)],
        chart=_choices(row.body, figures),
        is_early=is_early(figures),
    )


def _choices(body: dict[str, Any], figures: ItemStatistics) -> Markup | None:
    if not figures.options or figures.thirds is None:
        return None
    texts = {one["id"]: one["text"] for one in body["options"]}
    names = _names(body)
    low, _, high = figures.thirds
    choices = [
        Choice(
            names.get(one.option, one.option),
            texts.get(one.option, ""),
            one.is_key,
            _percents(one.by_third, figures.thirds),
            round(100 * one.chosen / figures.n),
        )
        for one in figures.options
    ]
    keys = [
        f"{one.letter} (key): {one.shares[0]}% of the lower third, {one.shares[2]}% of the upper."
        for one in choices
        if one.is_key
    ]
    groups = f"{low} learners are in the lower third, {high} in the upper, by their other answers."
    return thirds("Who chose what", " ".join([*keys, groups]), choices)


def _shares(body: dict[str, Any], figures: ItemStatistics) -> list[tuple[str, str, str]]:
    """Return who chose what, where there are no thirds to draw."""
    if figures.thirds is not None:
        return []
    texts, names = {one["id"]: one["text"] for one in body["options"]}, _names(body)
    return [
        (
            f"Chose {names.get(one.option, one.option)}{' (key)' if one.is_key else ''}",
            f"{one.chosen / figures.n:.0%}",
            texts.get(one.option, ""),
        )
        for one in figures.options
    ]


def _percents(counts: tuple[int, int, int], sizes: tuple[int, int, int]) -> tuple[int, int, int]:
    low, mid, high = (
        round(100 * count / size) if size else 0 for count, size in zip(counts, sizes, strict=True)
    )
    return low, mid, high


def _facts(figures: ItemStatistics) -> list[tuple[str, str, str]]:
    view = figures_view(figures)
    r_words = f"{view.r_interval}, of {figures.r_n} learners" if view.r_interval else NO_R
    return [
        ("Learners", str(figures.n), ""),
        ("Right", view.right, view.right_interval),
        ("Discrimination", view.r, r_words),
        ("Sure when right", _sureness(figures.sure_right), "1 guessing, 3 certain"),
        ("Sure when wrong", _sureness(figures.sure_wrong), "1 guessing, 3 certain"),
        ("Certain, and wrong", words.plural(figures.confident_errors, "learner"), ""),
        ("Median time", view.seconds, ""),
        ("Reports", f"{figures.reports_per_100:.1f}", f"for 100 answers; {figures.reports} in all"),
    ]


def _sureness(value: float | None) -> str:
    return "–" if value is None else f"{value:.1f}"


def _names(body: dict[str, Any]) -> dict[str, str]:
    return option_names(body["options"])
