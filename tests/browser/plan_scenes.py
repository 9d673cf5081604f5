"""The pages of an exam plan: without one, on the way, short of the line, on the day and after."""

from datetime import timedelta
from functools import cache

from quizapp.services.plan import PlanChoices, change_plan
from tests.browser.people import Person, make, mostly_right, writing
from tests.browser.scene import Builder, Scene, seen_by
from tests.browser.stage import Stage

DAYS_OF_STUDY = 6  # so that a few were missed and a few came back


def plan_of(
    stage: Stage,
    name: str,
    *,
    days: int,
    minutes: int = 20,
    target: int | None = 75,
    is_sparing: bool = False,
) -> Person:
    """Make somebody who has studied a little and plans toward an exam in so many days."""
    person = make(stage.app, stage.clock, f"{name.lower()}@example.org", name=name)
    person.study_days(DAYS_OF_STUDY, mostly_right)
    today = person.learner.study_on(stage.clock())
    choices = PlanChoices(
        exam="crcc-crc",
        exam_on=today + timedelta(days=max(days, 0)),
        target=target,
        minutes=[minutes] * 7,
        days_off=[today + timedelta(days=3)],
        is_sparing=is_sparing,
    )
    with writing(stage.app) as session:
        change_plan(session, person.learner.user_id, choices, today=today, now=stage.clock())
    return person


@cache
def planner(stage: Stage) -> Person:
    return plan_of(stage, "Paula", days=40)


@cache
def short_of_time(stage: Stage) -> Person:
    return plan_of(stage, "Sven", days=4, minutes=1, target=95)


@cache
def on_the_day(stage: Stage) -> Person:
    return plan_of(stage, "Eda", days=0)


def at(path: str) -> Builder:
    """Return the builder of a page of somebody with a plan."""

    def build(stage: Stage) -> Scene:
        return Scene(path, planner(stage).cookie)

    return build


@cache
def with_little(stage: Stage) -> Person:
    return plan_of(stage, "Ella", days=30, minutes=60, target=60, is_sparing=True)


def sparing(path: str) -> Builder:
    def build(stage: Stage) -> Scene:
        return Scene(path, with_little(stage).cookie)

    return build


def short_plan(stage: Stage) -> Scene:
    return Scene("/plan", short_of_time(stage).cookie)


def refused_plan(stage: Stage) -> Scene:
    form = {"exam_on": "2020-01-01", "target": "120", "minutes_Mon": "20"}
    return Scene("/plan", planner(stage).cookie, form, 422)


def exam_day(path: str) -> Builder:
    def build(stage: Stage) -> Scene:
        return Scene(path, on_the_day(stage).cookie)

    return build


PLAN_SCENES: dict[str, Builder] = {
    "plan, none yet": seen_by("newcomer", "/plan"),
    "plan set-up": seen_by("newcomer", "/welcome"),
    "plan": at("/plan"),
    "plan, short of the line": short_plan,
    "plan, fewest minutes": sparing("/plan"),
    "today, fewest minutes": sparing("/today"),
    "plan, refused": refused_plan,
    "plan, exam day": exam_day("/plan"),
    "today, exam day": exam_day("/today"),
    "today with a plan": at("/today"),
    "last-day sheet": at("/plan/last-day"),
    "last-day sheet, nothing missed": seen_by("newcomer", "/plan/last-day"),
    "forecasts judged": seen_by("learner", "/progress/forecasts"),
    "forecasts, too few": seen_by("newcomer", "/progress/forecasts"),
    "progress with a plan": at("/progress"),
}
