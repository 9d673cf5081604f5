"""A cohort with its educator's browser, for the tests of both sides."""

from dataclasses import dataclass, field
from datetime import timedelta

from flask import Flask

from quizapp.core.access import Role
from quizapp.db.base import db_session
from quizapp.db.models.cohorts import Cohort
from tests.factories import NOON, make_person
from tests.services.cohort_room import add_members, studied
from tests.services.study_room import acting
from tests.web.visitor import Visitor

BEFORE = NOON - timedelta(days=30)
PAGE = "/teach/cohorts/1"
FORM = {"title": "Fall review", "days_a_week": "4", "banks": "small", "exam": ""}


@dataclass
class Class:
    """Orla's browser, and her cohort."""

    app: Flask
    educator: Visitor
    ids: list[int] = field(default_factory=list)

    def add(self, count: int, days: int, *, known: bool = True, shares: bool = False) -> list[int]:
        """Add members who studied on so many of the last days."""
        first = len(self.ids) + 1
        names = [f"Member {first + n:02}" for n in range(count)]
        with acting(self.app):
            ids = add_members(db_session, 1, names, at=BEFORE, shares=shares)
            for user_id in ids:
                studied(db_session, user_id, NOON, range(1, days + 1), known=known)
            db_session.commit()
        self.ids += ids
        return ids

    def link(self) -> str:
        with acting(self.app):
            return f"/cohorts/join/{db_session.get_one(Cohort, 1).link}"

    def code(self) -> str:
        with acting(self.app):
            return db_session.get_one(Cohort, 1).code


def begin_cohort(app: Flask) -> Class:
    """Let Orla make a cohort."""
    educator = Visitor(app)
    educator.sign_in(make_person(app, "Orla", Role.EDUCATOR))
    educator.get("/teach/cohorts/new")
    assert educator.send("/teach/cohorts", **FORM).location == PAGE
    with acting(app):
        db_session.get_one(Cohort, 1).goal_since = BEFORE
        db_session.commit()
    return Class(app, educator)
