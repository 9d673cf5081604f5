"""A mock exam as its pages want it: the clock, the map, one question, what to look at again."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from quizapp.core.bank.model import Kind
from quizapp.core.exams.assembly import SECTIONS
from quizapp.core.exams.timing import WARNINGS, left_seconds
from quizapp.db.queries.attempts import AskedRow, AttemptItemRow, AttemptRow
from quizapp.services.attempt_steps import given_of, lacks
from quizapp.web import words
from quizapp.web.durations import MINUTE, short_span, span
from quizapp.web.question_view import QuestionView, question_view

TITLES = {"R": "Rehabilitation and disability", "C": "Counseling"}
SHORT_TITLES = {"R": "Rehabilitation", "C": "Counseling"}
MOVE_FIRST = "First on top. As it is shown it counts as no answer: move a step."
MOST_LETTERS = 110  # of a stem in a list
MAP_CELLS = 40  # beside a question; more would not fit above the dock


@dataclass(frozen=True, slots=True)
class ClockView:
    """The time left; `seconds` is None without a limit."""

    seconds: int | None
    short: str
    spoken: str
    is_hidden: bool
    is_low: bool
    has_breaks: bool


@dataclass(frozen=True, slots=True)
class MapCell:
    n: int
    is_answered: bool
    is_flagged: bool
    is_here: bool


@dataclass(frozen=True, slots=True)
class SittingView:
    """The frame of every page of a mock exam that runs; `n` is 0 where no question shows.

    `first` and `last` are those of the section. `cells` has all of its questions, or beside a
    question those around it; `earlier` and `later` are then the first and last of the others.
    """

    id: int
    number: int
    n: int
    total: int
    clock: ClockView
    section: int
    title: str
    short_title: str
    first: int
    last: int
    cells: list[MapCell]
    earlier: list[tuple[int, int]]
    later: list[tuple[int, int]]
    answered: int
    flagged: int
    is_last_section: bool

    @property
    def label(self) -> str:
        return f"{self.n or self.last} of {self.total}"

    @property
    def width(self) -> str:
        """How far along it is, of a bar 400 wide."""
        return f"{400 * (self.n or self.last) / self.total:.1f}"


@dataclass(frozen=True, slots=True)
class AgainRow:
    """A question to look at again before its section is locked."""

    n: int
    stem: str
    is_answered: bool
    is_flagged: bool


def clock_view(found: AttemptRow, now: datetime) -> ClockView:
    left = left_seconds(found.clock, now)
    conditions = found.conditions
    return ClockView(
        seconds=None if left is None else int(left),
        short="No limit" if left is None else short_span(left),
        spoken="no time limit" if left is None else span(left),
        is_hidden=conditions.hides_clock,
        is_low=left is not None and left < WARNINGS[1] * MINUTE,
        has_breaks=conditions.has_breaks,
    )


def sitting_view(found: AttemptRow, now: datetime, n: int = 0) -> SittingView:
    """Return the frame around question `n`, or around the review of the section."""
    section = found.section
    start = (n - section[0].n) // MAP_CELLS * MAP_CELLS if n else 0
    shown = section[start : start + MAP_CELLS] if n else section
    before, after = section[:start], section[start + len(shown) :]
    return SittingView(
        id=found.attempt_id,
        number=found.number,
        n=n,
        total=len(found.items),
        clock=clock_view(found, now),
        section=found.locked + 1,
        title=TITLES[section[0].section],
        short_title=SHORT_TITLES[section[0].section],
        first=section[0].n,
        last=section[-1].n,
        cells=[MapCell(one.n, one.is_answered, one.is_flagged, one.n == n) for one in shown],
        earlier=[(before[0].n, before[-1].n)] if before else [],
        later=[(after[0].n, after[-1].n)] if after else [],
        answered=sum(one.is_answered for one in section),
        flagged=sum(one.is_flagged for one in section),
        is_last_section=found.locked + 1 == len(SECTIONS),
    )


def asked_view(row: AskedRow, sitting: SittingView) -> QuestionView:
    """Return a question as it is asked, filled with what was saved."""
    given = given_of(row.given)
    view = question_view(row.body, row.shown, given=given)
    has_to_move = view.kind == Kind.ORDER and not given.options and len(row.shown) > 2  # noqa: PLR2004 - two may be right as they stand
    return replace(
        view,
        tab=f"Section {sitting.section}, {sitting.short_title}: question {row.n}",
        instruction=MOVE_FIRST if has_to_move else view.instruction,
    )


def lacking(row: AskedRow) -> str:
    """Return why what was saved is no answer yet, or nothing."""
    if row.score is not None or not row.given:
        return ""
    return f"{lacks(row.body, given_of(row.given))} It is saved, but does not count yet."


def first_place(found: AttemptRow) -> int:
    """Return where to go on: the first question of the section without an answer, else its last."""
    section = found.section
    return next((one.n for one in section if not one.is_answered), section[-1].n)


def to_look_at(found: AttemptRow) -> list[AttemptItemRow]:
    """Return the questions of the section that have no answer or a flag."""
    return [one for one in found.section if one.is_flagged or not one.is_answered]


def again_rows(items: Sequence[AttemptItemRow], rows: Sequence[AskedRow]) -> list[AgainRow]:
    stems = {row.n: row.body["stem_text"] for row in rows}
    return [
        AgainRow(one.n, words.asking(stems[one.n], MOST_LETTERS), one.is_answered, one.is_flagged)
        for one in items
    ]


def review_sentence(sitting: SittingView) -> str:
    """Return what is open in a section: Two questions have no answer, three are flagged."""
    blank = len(sitting.cells) - sitting.answered
    said = []
    if blank:
        verb = "question has" if blank == 1 else "questions have"
        said.append(f"{words.number(blank)} {verb} no answer")
    if sitting.flagged:
        noun = "" if blank else (" question" if sitting.flagged == 1 else " questions")
        verb = "is" if sitting.flagged == 1 else "are"
        said.append(f"{words.number(sitting.flagged)}{noun} {verb} flagged")
    text = ", ".join(said)
    return text[:1].upper() + text[1:]
