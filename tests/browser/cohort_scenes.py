"""Cohorts: the pages of their educator and of their members."""

from datetime import timedelta
from functools import cache

from sqlalchemy import select

from quizapp.db.base import db_session
from quizapp.db.models.cohorts import Cohort, CohortMember
from quizapp.services.cohorts import CohortChoices, close_cohort, make_cohort
from tests.browser.people import Person, cookie_with, make, writing
from tests.browser.scene import Builder, Scene, seen_by
from tests.browser.stage import Stage
from tests.services.cohort_room import add_members, studied

COHORTS = "/teach/cohorts"
# Days studied lately, whether it was known, whether they are named: ten alike make a band.
BANDS = ((6, True, False), (3, True, True), (2, False, False), (0, False, False))


@cache
def cohort(stage: Stage, members: int = 10, *, is_closed: bool = False) -> tuple[int, str]:
    """Return id and link of a cohort of the educator's, with so many members of each kind."""
    now, owner = stage.clock(), stage.educator.learner.user_id
    with writing(stage.app) as session:
        asked = CohortChoices(
            "Fall 2026 review group of the Tuesday seminar on the alliance",
            exam_on=(now + timedelta(days=45)).date(),
            days_a_week=4,
            banks=("addiction-and-mi", "bordin"),
        )
        cohort_id = make_cohort(session, owner, asked, today=now.date(), now=now)
        session.get_one(Cohort, cohort_id).goal_since = now - timedelta(days=30)
        if is_closed:
            close_cohort(session, owner, cohort_id, now=now)
        for place, (days, known, shares) in enumerate(BANDS):
            names = [f"Cohort {cohort_id} {place} Kim Abernathy {n}" for n in range(members)]
            at = now - timedelta(days=30)
            for user_id in add_members(session, cohort_id, names, at=at, shares=shares):
                studied(session, user_id, now, range(1, days + 1), known=known)
        session.commit()
        link = session.scalars(select(Cohort.link).where(Cohort.id == cohort_id)).one()
    return cohort_id, link


@cache
def joiner(stage: Stage) -> Person:
    """Is in the cohort, by name, and has no plan."""
    person = make(stage.app, stage.clock, "joy@example.org", name="Joy")
    with writing(stage.app):
        member = CohortMember(cohort_id=cohort(stage)[0], user_id=person.learner.user_id)
        member.joined_at, member.shares_name = stage.clock(), True
        db_session.add(member)
        db_session.commit()
    return person


def taught(
    rest: str = "", members: int = 10, *, is_closed: bool = False,
    form: dict[str, str] | None = None, status: int = 200,
) -> Builder:  # fmt: skip
    """Return the builder of a page of a cohort as its educator sees it."""

    def build(stage: Stage) -> Scene:
        cohort_id, _ = cohort(stage, members, is_closed=is_closed)
        return Scene(f"{COHORTS}/{cohort_id}{rest}", stage.educator.cookie, form, status)

    return build


def offered(stage: Stage) -> Scene:
    """An invitation, to somebody who is not signed in."""
    return Scene("/cohorts/join", cookie_with(stage.app, invited=cohort(stage)[1]))


def offered_to_somebody(stage: Stage) -> Scene:
    """The same to a learner, who decides here."""
    serializer = stage.app.session_interface.get_signing_serializer(stage.app)  # type: ignore[attr-defined]
    user = serializer.loads(joiner(stage).cookie)
    del user["_permanent"]
    return Scene("/cohorts/join", cookie_with(stage.app, **user, invited=cohort(stage)[1]))


def shared(path: str) -> Builder:
    return lambda stage: Scene(path, joiner(stage).cookie)


COHORT_SCENES: dict[str, Builder] = {
    "cohorts": lambda stage: Scene(COHORTS, cohort(stage) and stage.educator.cookie),
    "cohorts, of everybody": seen_by("admin", COHORTS),
    "cohorts, of no educator": seen_by("learner", COHORTS, status=404),
    "cohort": taught(),
    "cohort, small": taught(members=1),
    "cohort, closed": taught(members=0, is_closed=True),
    "cohort, to change": taught("/edit"),
    "cohort, of no name": taught("/edit", form={"title": "", "days_a_week": "9"}, status=422),
    "cohort, new": seen_by("educator", f"{COHORTS}/new"),
    "joining": seen_by("learner", "/cohorts/join"),
    "joining, wrong code": seen_by("learner", "/cohorts/join", {"code": "ABCDEFGH"}, 422),
    "joining, offer": offered,
    "joining, offer to somebody": offered_to_somebody,
    "your cohorts": shared("/cohorts"),
    "your cohorts, none": seen_by("learner", "/cohorts"),
    "today with a cohort": shared("/today"),
}
