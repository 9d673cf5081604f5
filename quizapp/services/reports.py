"""Telling the author of a bank that something is wrong with an item, and settling that."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from quizapp.db.models.banks import ItemRevision
from quizapp.db.models.study import Report, Review
from quizapp.services.errors import Conflict, Invalid, NotFound
from quizapp.services.marks import find_item, plain_lines
from quizapp.services.recording import lock_learner

LONGEST_REPORT = 2_000  # characters
REASONS = ("key", "wording", "accept", "other")
NEED_WORDS = {"key", "wording", "other"}  # a reason that says nothing by itself


@dataclass(frozen=True, slots=True)
class Complaint:
    """What is wrong with a revision; `answer_id` names the learner's answer it is about."""

    reason: str
    revision: int
    text: str = ""
    answer_id: str | None = None


def report_item(
    db_session: Session, user_id: int, slug: str, ref: str, said: Complaint, *, now: datetime
) -> bool:
    """Store a report, or put it in the place of the same learner's open one for that reason.

    Returns whether there was none. Raises NotFound when there is no such item, revision or answer,
    Invalid when nothing is said.
    """
    text = _checked(said)
    item_id = find_item(db_session, user_id, slug, ref)
    if db_session.get(ItemRevision, (item_id, said.revision)) is None:
        raise NotFound("There is no such revision of this question.")
    _check_answer(db_session, user_id, item_id, said.answer_id)
    lock_learner(db_session, user_id)  # of two at once the later one finds the first
    query = select(Report).where(
        Report.user_id == user_id,
        Report.item_id == item_id,
        Report.revision == said.revision,
        Report.reason == said.reason,
        Report.status == "open",
    )
    report = db_session.scalars(query).first()
    is_new = report is None
    if report is None:
        report = Report(
            user_id=user_id, item_id=item_id, revision=said.revision, reason=said.reason
        )
        db_session.add(report)
    report.text = text or report.text or ""
    report.answer_id = said.answer_id or report.answer_id
    report.created_at = now
    db_session.commit()
    return is_new


def settle_report(db_session: Session, report_id: int, because: str, *, now: datetime) -> None:
    """Close a report with a sentence for its writer on what became of it.

    Raises NotFound when there is no such report, Conflict when it is settled, Invalid without
    a reason.
    """
    reason = plain_lines(because)
    if not reason:
        raise Invalid("Say what became of it: the learner reads it.")
    report = db_session.get(Report, report_id)
    if report is None:
        raise NotFound(f"There is no report {report_id}.")
    if report.status != "open":
        raise Conflict(f"Report {report_id} is settled already.")
    report.status = "settled"
    report.because = reason
    report.settled_at = now
    db_session.commit()


def adopt_reports(db_session: Session, guest_id: int, user_id: int) -> None:
    """Move a guest's reports into an account; no commit."""
    db_session.execute(update(Report).where(Report.user_id == guest_id).values(user_id=user_id))


def _checked(said: Complaint) -> str:
    text = plain_lines(said.text)
    if said.reason not in REASONS:
        raise Invalid("Choose what is wrong first.", "reason")
    if len(text) > LONGEST_REPORT:
        raise Invalid(
            f"The report has {len(text)} characters; {LONGEST_REPORT} fit. Shorten it.", "text"
        )
    if not text and said.reason in NEED_WORDS:
        raise Invalid("Say what is wrong with it, so that it can be mended.", "text")
    return text


def _check_answer(db_session: Session, user_id: int, item_id: int, answer_id: str | None) -> None:
    if answer_id is None:
        return
    query = select(Review.item_id).where(
        Review.user_id == user_id, Review.answer_id == answer_id, Review.item_id == item_id
    )
    if db_session.scalar(query) is None:
        raise NotFound("There is no such answer of yours.")
