"""Telling the author of a bank that something is wrong with an item, and settling that."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from quizapp.core.report import ReportOutcome
from quizapp.db.models.banks import ItemRevision
from quizapp.db.models.study import Report, Review
from quizapp.db.queries.reports import reports_in_banks_of
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


def settle_report(
    db_session: Session,
    report_id: int,
    because: str,
    *,
    now: datetime,
    outcome: str = ReportOutcome.ANSWERED,
) -> None:
    """Close a report as the operator, with a sentence for its writer on what became of it.

    Raises NotFound when there is no such report, Conflict when it is settled, Invalid without
    a reason.
    """
    reason = _reason(because)
    report = db_session.get(Report, report_id)
    if report is None:
        raise NotFound(f"There is no report {report_id}.")
    if report.status != "open":
        raise Conflict(f"Report {report_id} is settled already.")
    _settle(report, reason, outcome, now)
    db_session.commit()


def settle_reports(
    db_session: Session,
    user_id: int,
    report_ids: Collection[int],
    because: str,
    *,
    outcome: str,
    now: datetime,
) -> int:
    """Close reports on questions that somebody may change; return how many.

    All or none. Raises Invalid (field `because`, `report` or `outcome`), NotFound for a report
    that is not theirs to settle, Conflict when somebody else has settled one meanwhile.
    """
    if outcome not in set(ReportOutcome):
        raise Invalid("Say what became of it: fixed, answered or declined.", "outcome")
    if not report_ids:
        raise Invalid("Choose the reports that it answers.", "report")
    reason = _reason(because)
    wanted = (
        reports_in_banks_of(user_id).where(Report.id.in_(report_ids)).with_for_update(of=Report)
    )
    reports = list(db_session.scalars(wanted))
    if len(reports) != len(set(report_ids)):
        raise NotFound("There is no such report.")
    if any(report.status != "open" for report in reports):
        raise Conflict("Somebody else has settled it meanwhile. Nothing was changed.")
    for report in reports:
        _settle(report, reason, outcome, now)
    db_session.commit()
    return len(reports)


def hear_outcomes(
    db_session: Session, user_id: int, report_ids: Collection[int], *, now: datetime
) -> None:
    """Note that a learner was told what became of reports; others' and open ones stay as they are.

    Told twice it keeps the first time.
    """
    db_session.execute(
        update(Report)
        .where(
            Report.user_id == user_id,
            Report.id.in_(report_ids),
            Report.status == "settled",
            Report.heard_at.is_(None),
        )
        .values(heard_at=now)
    )
    db_session.commit()


def adopt_reports(db_session: Session, guest_id: int, user_id: int) -> None:
    """Move a guest's reports into an account; no commit."""
    db_session.execute(update(Report).where(Report.user_id == guest_id).values(user_id=user_id))


def _reason(because: str) -> str:
    reason = plain_lines(because)
    if not reason:
        raise Invalid("Say what became of it: the learner reads it.", "because")
    if len(reason) > LONGEST_REPORT:
        raise Invalid(
            f"The answer has {len(reason)} characters; {LONGEST_REPORT} fit. Shorten it.",
            "because",
        )
    return reason


def _settle(report: Report, reason: str, outcome: str, now: datetime) -> None:
    report.status = "settled"
    report.because = reason
    report.outcome = outcome
    report.settled_at = now


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
