"""The pages of mock exams: before, while one runs, and after."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from random import Random

from quizapp.core.exams.assembly import lengths
from quizapp.core.exams.timing import Accommodations
from quizapp.db.queries.attempts import AskedRow, asked
from quizapp.db.queries.mock_pool import mock_pool
from quizapp.services.attempt_steps import Choice
from quizapp.services.mock import close_section, pause_attempt, save_choice, start_attempt
from quizapp.services.mock_answers import open_answers
from quizapp.services.recording import Given
from tests.answers import partly, right, wrong
from tests.browser.people import Person, make, writing
from tests.browser.scene import Builder, Scene, seen_by
from tests.browser.stage import Stage

LENGTH = 50
PARTLY = {"multi", "order", "match"}
GRANTED = Accommodations(time="1.5", has_breaks=True)


@dataclass(frozen=True)
class Sitting:
    """A mock exam of somebody who has no other."""

    stage: Stage
    person: Person
    attempt_id: int
    rows: list[AskedRow] = field(default_factory=list)

    @property
    def address(self) -> str:
        return f"/mock/{self.attempt_id}"

    def place_of(self, kind: str, *, is_case: bool = False) -> int:
        """Return the first place with a question of that kind."""
        return next(
            row.n
            for row in self.rows
            if row.body["kind"] == kind and bool(row.body["stimulus_html"]) == is_case
        )

    def answer(self, n: int) -> None:
        """Answer as people do: mostly right, some wrong or partly, every ninth not at all."""
        row, user_id = self.rows[n - 1], self.person.learner.user_id
        given = wrong(row.body) if n % 4 == 0 else right(row.body)
        if n % 9 == 0:
            given = Given()
        elif n % 4 == 0 and row.body["kind"] in PARTLY:
            given = partly(row.body)
        shown_at = self.stage.clock()
        self.stage.clock.forward(seconds=30 + n * 7 % 90)
        choice = Choice(n, given, shown_at, is_flagged=n % 7 == 0)
        with writing(self.stage.app) as session:
            save_choice(session, user_id, self.attempt_id, choice, now=self.stage.clock())

    def lock(self, section: int) -> None:
        user_id = self.person.learner.user_id
        with writing(self.stage.app) as session:
            close_section(session, user_id, self.attempt_id, section, now=self.stage.clock())


def begin(stage: Stage, name: str, conditions: Accommodations, length: int = LENGTH) -> Sitting:
    person = make(stage.app, stage.clock, f"{name}@example.org", name=name.capitalize())
    rng = Random(1)  # noqa: S311 - a draw, no secret
    user_id = person.learner.user_id
    with writing(stage.app) as session:
        attempt_id = start_attempt(
            session, user_id, length, conditions, pace=72.0, rng=rng, now=stage.clock()
        )
    with writing(stage.app) as session:
        rows = asked(session, user_id, attempt_id, list(range(1, length + 1)))
    return Sitting(stage, person, attempt_id, rows)


@cache
def running(stage: Stage) -> Sitting:
    """In section 1 of the longest exam there is, which has every kind of question."""
    return begin(stage, "rita", GRANTED, longest(stage))


@cache
def in_section_2(stage: Stage) -> Sitting:
    now, sitting = stage.clock(), begin(stage, "rosa", Accommodations())
    for n in range(1, 31):
        if n == 26:
            sitting.lock(1)
        sitting.answer(n)
    stage.clock.at = now
    return sitting


@cache
def finished(stage: Stage, *, is_open: bool = False) -> Sitting:
    now, sitting = stage.clock(), begin(stage, f"fay{is_open:d}", GRANTED)
    for n in range(1, LENGTH + 1):
        if n == 26:
            sitting.lock(1)
        sitting.answer(n)
    sitting.lock(2)
    if is_open:
        with writing(stage.app) as session:
            open_answers(session, sitting.person.learner, sitting.attempt_id, now=stage.clock())
    stage.clock.at = now
    return sitting


@cache
def on_break(stage: Stage) -> Sitting:
    sitting = begin(stage, "bea", GRANTED)
    user_id, now = sitting.person.learner.user_id, stage.clock()
    with writing(stage.app) as session:
        pause_attempt(session, user_id, sitting.attempt_id, None, now=now)
    return sitting


@cache
def longest(stage: Stage) -> int:
    with writing(stage.app) as session:
        return lengths(mock_pool(session, 0))[-1]


def asks(kind: str, *, is_case: bool = False) -> Builder:
    """Return the builder of a question of that kind as a mock exam asks it."""

    def build(stage: Stage) -> Scene:
        sitting = running(stage)
        n = sitting.place_of(kind, is_case=is_case)
        if n > len(sitting.rows) // 2:
            sitting = second_half(stage)
        return Scene(f"{sitting.address}/{n}", sitting.person.cookie)

    return build


@cache
def second_half(stage: Stage) -> Sitting:
    """The same exam with section 1 locked."""
    sitting = begin(stage, "rhea", Accommodations("none"), longest(stage))
    sitting.lock(1)
    return sitting


SITTINGS: dict[str, Callable[[Stage], Sitting]] = {
    "running": running,
    "second": in_section_2,
    "break": on_break,
    "finished": finished,
    "open": lambda stage: finished(stage, is_open=True),
}


def page_of(which: str, end: str = "", status: int = 200) -> Builder:
    """Return the builder of a page of one of the sittings above."""

    def build(stage: Stage) -> Scene:
        sitting = SITTINGS[which](stage)
        return Scene(f"{sitting.address}{end}", sitting.person.cookie, None, status)

    return build


MOCK_SCENES: dict[str, Builder] = {
    "mock, before the first": seen_by("newcomer", "/mock"),
    "mock, after one": lambda stage: Scene("/mock", finished(stage).person.cookie),
    "mock question": page_of("second", "/27"),
    "mock question, flagged": page_of("second", "/28"),
    **{f"mock question {kind}": asks(kind) for kind in ("multi", "typed", "order", "match")},
    "mock question of a case": asks("single", is_case=True),
    "mock question, locked": page_of("second", "/3", 409),
    "mock question, no such": page_of("second", "/51", 404),
    "mock review, all open": page_of("running", "/review"),
    "mock review, the last": page_of("second", "/review"),
    "mock break": page_of("break"),
    "mock results": page_of("finished", "/results"),
    "mock results, open": page_of("open", "/results"),
    "mock results, all questions": page_of("open", "/results?show=all&page=2"),
    "mock answer": page_of("open", "/1"),
    "mock answer, wrong": page_of("open", "/4"),
    "mock answer, left out": page_of("open", "/9"),
}
