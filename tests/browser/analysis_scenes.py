"""Item analysis, and the inbox of reports."""

from functools import cache

from sqlalchemy import select

from quizapp.db.models.study import Report
from quizapp.services.item_analysis import refresh_summaries
from quizapp.services.reports import Complaint, report_item, settle_reports
from tests.browser.people import Person, make, writing
from tests.browser.scene import Builder, Scene, seen_by
from tests.browser.stage import Stage
from tests.crowd import answered_by_a_crowd

OWN = "/teach/banks/bordin"
ITEMS = f"{OWN}/items"
MISKEYED = "bo-002"  # as the crowd takes it
REPORTED, FIXED = MISKEYED, "bo-003"
CROWD = 60


@cache
def answered(stage: Stage) -> None:
    """Let a crowd answer a bank, one question as if its key were wrong, and count that."""
    with writing(stage.app) as session:
        answered_by_a_crowd(session, "bordin", at=stage.clock(), people=CROWD, miskeyed=[MISKEYED])
    with writing(stage.app) as session:
        refresh_summaries(session, "bordin", now=stage.clock())


def analyzed(path: str) -> Builder:
    """Return the builder of a page on the bank that a crowd has answered."""

    def build(stage: Stage) -> Scene:
        answered(stage)
        return seen_by("educator", path)(stage)

    return build


@cache
def reporter(stage: Stage) -> Person:
    """Somebody who reported two questions, and was answered on one of them."""
    answered(stage)
    person = make(stage.app, stage.clock, "roswitha@example.org", name="Roswitha")
    user_id = person.learner.user_id
    for ref, reason, text in (
        (REPORTED, "key", "See page 253: it is the other one."),
        (REPORTED, "wording", "Too long."),
        (FIXED, "other", "Whose word is it?"),
    ):
        with writing(stage.app) as session:
            said = Complaint(reason, 1, text)
            report_item(session, user_id, "bordin", ref, said, now=stage.clock())
    educator = stage.educator.learner.user_id
    with writing(stage.app) as session:
        mine = select(Report.id).where(Report.user_id == user_id, Report.reason == "other")
        settle_reports(
            session,
            educator,
            session.scalars(mine).all(),
            "Bordin’s own; the source now says so.",
            outcome="fixed",
            now=stage.clock(),
        )
    return person


def reported(path: str, form: dict[str, str] | None = None, status: int = 200) -> Builder:
    """Return the builder of a page of the inbox with reports in it."""

    def build(stage: Stage) -> Scene:
        reporter(stage)
        return seen_by("educator", path, form, status)(stage)

    return build


def told_of_an_outcome(stage: Stage) -> Scene:
    return Scene("/today", reporter(stage).cookie)


ANALYSIS_SCENES: dict[str, Builder] = {
    "analysis": analyzed(ITEMS),
    "analysis, second page": analyzed(f"{ITEMS}?page=2"),
    "analysis, not counted": seen_by("educator", "/teach/banks/evidence/items"),
    "analysis of a question": analyzed(f"{ITEMS}/{MISKEYED}"),
    "analysis of a question, not counted": seen_by(
        "educator", "/teach/banks/evidence/items/ev-001"
    ),
    "analysis, of none": seen_by("learner", ITEMS, status=404),
    "reports": reported("/teach/reports"),
    "reports, settled": reported("/teach/reports?show=settled&bank=bordin"),
    "reports, without an answer": reported(
        "/teach/reports?bank=bordin", {"because": " ", "outcome": "fixed"}, 422
    ),
    "reports, none": reported("/teach/reports?bank=nothing"),
    "reports, told on Today": told_of_an_outcome,
}
