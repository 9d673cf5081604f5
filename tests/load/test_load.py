"""A short day of a few learners: nothing acknowledged is missing, nothing goes wrong."""

import shutil
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

import pytest

from tests.factories import load_text
from tests.faults.ground import Site, many_questions
from tests.load.crowd import Crowd, Day, Hello, Stage, Stored, percentile
from tests.load.learner import Sample, route_of
from tests.load.people import SQLITE, enrol, site_on
from tests.load.question_form import filled_in
from tests.load.report import is_right, is_slow, route_table, stage_table

LEARNERS, SECONDS, PAUSE = 10, 3, 0.2


def no_hello(_site: Site) -> AbstractContextManager[Hello]:
    """Nothing is held against a hello here."""
    return nullcontext(lambda: (0.001, 0.001))


@pytest.mark.slow
def test_a_short_day(sqlite_template: Path, tmp_path: Path) -> None:
    def fill(_url: str, folder: Path) -> None:
        shutil.copyfile(sqlite_template, folder / "quizapp.sqlite")

    with site_on(SQLITE, tmp_path / "site", fill) as site:
        with site.app() as app, app.app_context():
            load_text(many_questions())
            emails = enrol(app, LEARNERS)
        day = Crowd(site, emails, PAUSE, SECONDS, no_hello).study([LEARNERS])
    assert not day.broken
    assert day.stored.acknowledged == day.stored.stored > 0
    assert {sample.route for sample in day.samples} >= {"sign in", "question", "answer", "verdict"}
    assert is_right(day)


def day_of(stored: Stored, *broken: str) -> Day:
    return Day((), (), broken, stored)


@pytest.mark.parametrize(
    ("day", "right"),
    [
        (day_of(Stored(3, 3, 0, 0)), True),
        (day_of(Stored(3, 3, 0, 0), "500 GET /today"), False),
        (day_of(Stored(3, 2, 1, 0)), False),
        (day_of(Stored(3, 4, 0, 1)), False),
        (day_of(Stored(3, 3, 1, 1)), False),
        (day_of(Stored(0, 0, 0, 0)), False),
    ],
)
def test_what_a_day_has_to_come_to(day: Day, *, right: bool) -> None:
    assert is_right(day) == right


def test_slow_is_twenty_hellos() -> None:
    def stage(seconds: float) -> Stage:
        password = Sample("sign in", 0, 60, 303)
        return Stage(5, 0.001, 0.001, (password, *[Sample("question", 0, seconds, 200)] * 100))

    assert not is_slow(stage(0.019))
    assert is_slow(stage(0.021))
    assert "| 5 " in stage_table([stage(0.021)])


def test_times_are_told_by_route() -> None:
    samples = (Sample("answer", 0, 0.002, 303), Sample("question", 0, 0.004, 200))
    day = Day((Stage(1, 0.001, 0.001, ()),), samples, (), Stored(1, 1, 0, 0))
    assert "| answer   | 1        | 2 ms (2.0) |" in route_table(day)


def test_percentile_of_few() -> None:
    assert percentile([], 99) == 0
    assert percentile([2.0], 99) == 2.0
    assert percentile([1.0, 2.0, 3.0], 50) == 2.0


@pytest.mark.parametrize(
    ("method", "path", "route"),
    [
        ("POST", "/study/7", "answer"),
        ("GET", "/study/7?show=1", "question"),
        ("GET", "/study/7/2", "verdict"),
        ("GET", "/elsewhere", "other"),
    ],
)
def test_requests_are_named_by_what_they_are_for(method: str, path: str, route: str) -> None:
    assert route_of(method, path) == route


def test_every_kind_of_question_is_filled_in() -> None:
    form = filled_in(
        '<form id="q" method="post"><input type="hidden" name="token" value="t">'
        '<input type="radio" name="option" value="a"><input type="radio" name="option" value="b">'
        '<input type="hidden" name="order" value="1"><input type="hidden" name="order" value="2">'
        '<input name="answer" type="text" value=""><select name="match-l">'
        '<option value="">Choose</option><option value="r">R</option></select>'
        '<button name="move" value="up:1">Up</button></form>'
        '<button form="q" name="grade" value="1">Again</button><input name="far" value="off">'
    )
    assert form.method == "post"
    assert form.fields == {
        "token": ["t"],
        "option": ["a"],
        "order": ["1", "2"],
        "answer": ["36"],
        "match-l": ["r"],
        "grade": ["3"],
    }
