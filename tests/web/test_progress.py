"""The page Progress: days against the plan, what was expected of memory, time per question."""

from collections.abc import Sequence
from datetime import date, timedelta

import pytest
from flask import Flask

from quizapp.core.analysis.progress import wilson
from quizapp.core.learner import Learner
from quizapp.core.scheduling.memory import recall_chance, review
from quizapp.core.scheduling.rating import Rating
from quizapp.services.plan import PlanChoices, change_plan
from tests.factories import NOON, PASSWORD, FakeClock, make_person
from tests.services.logged import TODAY, copies, log_row, study, write_log
from tests.services.study_room import StudyRoom, acting
from tests.web.html_checks import text_of
from tests.web.page_client import PageClient

MONDAY = TODAY - timedelta(days=20)  # 2 November; today is Sunday the 22nd
ON_WORKDAYS = (30, 30, 30, 30, 30, 0, 0)


@pytest.fixture
def room(app: Flask, clock: FakeClock) -> StudyRoom:
    return StudyRoom(app, clock)


@pytest.fixture
def alice(app: Flask) -> Learner:
    return Learner(make_person(app, "Alice").user_id, "UTC", 4)


@pytest.fixture
def browser(page: PageClient, alice: Learner) -> PageClient:
    """Alice's browser, which checks every page that it fetches."""
    assert alice.user_id
    page.send(page("/login"), email="alice@example.org", password=PASSWORD)
    return page


def read(browser: PageClient, query: str = "") -> str:
    """Return the words of the page's main part, in one line."""
    return " ".join(browser(f"/progress{query}").text.split())


def table(browser: PageClient, title: str, query: str = "") -> list[list[str]]:
    """Return the numbers of a chart as they stand in its table."""
    document = browser(f"/progress{query}").document
    region = next(
        one for one in document.all("div") if one.get("aria-label") == f"Numbers: {title}"
    )
    return [[text_of(cell) for cell in row] for row in region.iter("tr")][1:]


def usual_time(browser: PageClient, query: str) -> str:
    """Return the figure above that says how long a question takes."""
    cells = browser(f"/progress{query}").document.all("dd")
    return next(
        text_of(one).removesuffix("the exam allows 72 s") for one in cells if "72" in text_of(one)
    )


def plan_for(
    room: StudyRoom, who: Learner, changed_ago: int, *, off: Sequence[date] = (), days: int = 40
) -> None:
    """Make a plan as it was set up so many days ago."""
    today = TODAY - timedelta(days=changed_ago)
    choices = PlanChoices(
        exam="",
        exam_on=TODAY + timedelta(days=days),
        target=75,
        minutes=ON_WORKDAYS,
        days_off=off,
        is_sparing=False,
    )
    with acting(room.app) as session:
        now = NOON - timedelta(days=changed_ago)
        change_plan(session, who.user_id, choices, today=today, now=now)


def answers_on(
    room: StudyRoom, who: Learner, *days: int, answers: int = 4, ms: int = 90_000
) -> None:
    """Write so many answers on each of the days, counted from MONDAY."""
    ids = copies(room, answers)
    study(room, who, ids, [20 - day for day in days], ms=ms)


def test_somebody_new_is_told_what_each_chart_waits_for(browser: PageClient) -> None:
    page = read(browser)
    for words in (
        "Starts with the first reviews",
        "Needs a few answers on each concept",
        "Each day you answer a question leaves a mark here",
        "Shows the minutes that you study",
        "Needs five answers in a week",
        "Say how sure you are before you check",
        "from 50 reviews of questions seen on an earlier day: 0 reviews so far",
        "After your first answers this shows what comes back",
    ):
        assert words in page


def test_days_and_minutes_stand_beside_the_plan(
    browser: PageClient, room: StudyRoom, alice: Learner
) -> None:
    # Mon 2, Tue 3, Sat 7, Thu 12 (a day off) and Mon 16 November; 5 + 4 + 5 days are planned.
    plan_for(room, alice, 21, off=[MONDAY + timedelta(days=10)])
    answers_on(room, alice, 0, 1, 5, 10, 14)
    page = read(browser)
    assert "You studied on 3 of the 14 days that your plan names, and on 2 other days." in page
    assert "You last changed it" not in page
    assert "You studied 30 minutes; your plan names 420." in page  # 5 x 4 x 90 s, 14 x 30 min
    assert table(browser, "Minutes by week") == [
        ["2 Nov", "3", "5", "18", "150"],
        ["9 Nov", "1", "4", "6", "120"],
        ["16 Nov", "1", "5", "6", "150"],
    ]
    assert table(browser, "Days you studied") == [["November 2026", "5", "3 of 14", "20"]]


def test_a_plan_that_was_changed_says_since_when_it_is_so(
    browser: PageClient, room: StudyRoom, alice: Learner
) -> None:
    plan_for(room, alice, 9)
    answers_on(room, alice, 0, 14)
    page = read(browser)
    assert "You studied on 2 of the 15 days that your plan names." in page
    assert "You last changed it on 13 November 2026; the days before are measured by it" in page


def test_today_is_not_missed_before_it_is_over(
    browser: PageClient, room: StudyRoom, alice: Learner
) -> None:
    room.clock.forward(days=1)  # Monday 23 November
    plan_for(room, alice, 21)
    answers_on(room, alice, 14)
    assert "on 1 of the 5 days that your plan names" in read(browser)


def test_without_a_plan_days_and_minutes_stand_alone(
    browser: PageClient, room: StudyRoom, alice: Learner
) -> None:
    answers_on(room, alice, 0, 1, 5, 10, 14, 15)
    page = read(browser)
    assert "6 days of 21, about 2 a week. A day off costs nothing." in page
    assert "You studied 36 minutes, 6 on a day of study; your settings say 20 a day." in page
    assert "Make a plan" in page
    assert table(browser, "Minutes by week")[0] == ["2 Nov", "3", "18"]


def test_the_period_cuts_the_whole_page(
    browser: PageClient, room: StudyRoom, alice: Learner
) -> None:
    old = copies(room, 5)
    study(room, alice, old, [200], ms=40_000)
    study(room, alice, old, [190], ms=60_000)
    study(room, alice, copies(room, 5, first=5), [6], ms=80_000)
    every = read(browser, "?period=all")
    assert "You recalled 100% of what came back in May 2026" in every
    assert [row[0] for row in table(browser, "Minutes by month", "?period=all")] == [
        "May 2026", "Jun 2026", "Jul 2026", "Aug 2026", "Sep 2026", "Oct 2026", "Nov 2026",
    ]  # fmt: skip
    assert "The calendar shows the newest weeks" in every
    assert usual_time(browser, "?period=all") == "60 s"
    lately = read(browser, "?period=4")
    assert "The calendar shows the newest weeks" not in lately
    assert "No question from an earlier day came back in this time." in lately
    weeks = table(browser, "Minutes by week", "?period=4")
    assert [row[0] for row in weeks] == ["19 Oct", "26 Oct", "2 Nov", "9 Nov", "16 Nov"]
    assert weeks[-2:] == [["9 Nov", "0", "0"], ["16 Nov", "1", "7"]]
    assert usual_time(browser, "?period=4") == "80 s"
    assert read(browser, "?period=no") == read(browser)


def test_an_answer_dated_tomorrow_waits_for_tomorrow(
    browser: PageClient, room: StudyRoom, alice: Learner
) -> None:
    # Given in Auckland, where it was tomorrow already; read in London.
    study(room, alice, copies(room, 5), [3, -1])
    assert "No question from an earlier day came back" in read(browser)
    room.clock.forward(days=1)
    assert "You recalled 100% of what came back in the week of 23 Nov" in read(browser)


def test_a_time_without_any_study_says_so(
    browser: PageClient, room: StudyRoom, alice: Learner
) -> None:
    study(room, alice, copies(room, 5), [200, 190])
    assert "No day of study in this time. Days off cost nothing." in read(browser, "?period=4")
    assert usual_time(browser, "?period=4") == "none"


def test_time_per_question_is_the_middle_half_beside_the_exams_72_seconds(
    browser: PageClient, room: StudyRoom, alice: Learner
) -> None:
    ids = copies(room, 5)
    seconds = (10, 20, 30, 80, 90)
    for on, times in ((MONDAY, seconds), (MONDAY + timedelta(days=7), reversed(range(70, 95, 5)))):
        write_log(
            room,
            [
                log_row(alice, one, "", on, is_right=True) | {"ms": 1000 * took}
                for one, took in zip(ids, times, strict=True)
            ],
        )
    assert table(browser, "Time per question by week") == [
        ["2 Nov", "20 s", "30 s", "80 s", "5"],
        ["9 Nov", "75 s", "80 s", "85 s", "5"],
    ]
    assert (
        "In the week of 9 Nov half of your answers took 75 to 85 seconds, the middle one 80: over "
        "the 72 that the exam allows (210 minutes for 175 questions)."
    ) in read(browser)


def test_what_the_memory_model_expected_stands_beside_what_was_recalled(
    browser: PageClient, room: StudyRoom, alice: Learner
) -> None:
    ids = copies(room, 60)
    study(room, alice, ids, [9])
    write_log(
        room,
        [
            log_row(alice, one, "", TODAY - timedelta(days=2), is_right=place < 51)
            for place, one in enumerate(ids)
        ],
    )
    # All were rated Good nine days ago and came back seven days later.
    expected = round(100 * recall_chance(review(None, Rating.GOOD, MONDAY).stability, 7))
    low, high = (round(100 * one) for one in wilson(51, 60))
    assert f"When we expected {expected}%, you recalled 85% ({low} to {high}%)" in read(browser)
    (row,) = table(browser, "How well the schedule knows you")
    assert row[1:] == [f"{expected}%", f"{low}%", "85%", f"{high}%", "60"]


def test_few_reviews_say_nothing_of_the_memory_model(
    browser: PageClient, room: StudyRoom, alice: Learner
) -> None:
    study(room, alice, copies(room, 49), [9, 2])
    page = read(browser)
    assert "49 reviews so far in this time" in page
    assert "When we expected" not in page
