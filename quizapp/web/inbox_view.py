"""Reports on an educator's questions in words: what was reported, and what its figures say."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from flask import url_for

from quizapp.core.analysis.item_findings import findings, option_names, sentence
from quizapp.core.analysis.item_stats import ItemStatistics
from quizapp.core.learner import Learner
from quizapp.db.queries.reports import InboxItemRow, InboxReportRow
from quizapp.web import words
from quizapp.web.correction_view import whole_key
from quizapp.web.missed_view import answer_rows
from quizapp.web.report_words import OUTCOMES, REASONS
from quizapp.web.teaching import edit_url

COLORS: Final = {"key": "brick", "accept": "plum"}  # others are "sun"


@dataclass(frozen=True, slots=True)
class ReportView:
    """One report; `chosen` is what its writer had answered, if it is about an answer."""

    report_id: int
    color: str
    reason: str
    text: str
    chosen: list[str]
    when: str
    outcome: str
    because: str


@dataclass(frozen=True, slots=True)
class ReportedView:
    """A question as it was reported, with its reports."""

    id: str
    bank: str
    bank_title: str
    ref: str
    title: str
    stem_text: str
    options: list[tuple[str, str, bool]]  # letter, words, is it a key
    key: list[str]  # of a question without options
    changed: str  # what has become of its words since; empty if nothing
    figures: str
    finding: str
    edit_url: str
    figures_url: str
    reports: list[ReportView]


def reported_views(rows: list[InboxItemRow], learner: Learner, today: date) -> list[ReportedView]:
    """Return the questions of a page of the inbox."""
    return [_reported(row, learner, today) for row in rows]


def _reported(row: InboxItemRow, learner: Learner, today: date) -> ReportedView:
    return ReportedView(
        id=f"{row.bank_slug}-{row.ref}-{row.revision}",
        bank=row.bank_slug,
        bank_title=row.bank_title,
        ref=row.ref,
        title=row.body["title"] or row.ref,
        stem_text=row.body["stem_text"],
        options=_options(row.body),
        key=[] if row.body["options"] else whole_key(row.body),
        changed=_changed(row),
        figures=figures_words(row.figures, row.n),
        finding=_finding(row),
        edit_url=edit_url(row.bank_slug, row.ref),
        figures_url=url_for("analysis.item", slug=row.bank_slug, ref=row.ref),
        reports=[_report(row, one, learner, today) for one in row.reports],
    )


def _options(body: dict[str, Any]) -> list[tuple[str, str, bool]]:
    names = option_names(body["options"])
    return [(names[one["id"]], one["text"], one["key"]) for one in body["options"]]


def figures_words(figures: ItemStatistics | None, n: int) -> str:
    """Return how many had a question right, or that too few have answered."""
    if figures is None:
        return f"Too few answers for figures ({n})."
    return (
        f"Right {figures.facility:.0%} of {figures.n} learners, median time "
        f"{figures.median_seconds:.0f} s."
    )


def _finding(row: InboxItemRow) -> str:
    found = findings(row.figures) if row.figures else []
    return sentence(found[0], option_names(row.body["options"])) if found else ""


def _changed(row: InboxItemRow) -> str:
    if row.revision == row.live_revision:
        return ""
    what = "Its words have" if row.is_live_series else "What it asks or its key has"
    return f"{what} changed since: this was revision {row.revision}, now it is {row.live_revision}."


def _report(row: InboxItemRow, one: InboxReportRow, learner: Learner, today: date) -> ReportView:
    when = f"Sent {words.past_day(learner.study_on(one.created_at), today)}"
    if one.settled_at:
        when += f", settled {words.past_day(learner.study_on(one.settled_at), today)}"
    return ReportView(
        report_id=one.report_id,
        color=COLORS.get(one.reason, "sun"),
        reason=dict(REASONS).get(one.reason, one.reason),
        text=one.text,
        chosen=answer_rows(row.body, one.chosen) if one.chosen else [],
        when=f"{when}.",
        outcome=OUTCOMES.get(one.outcome, ""),
        because=one.because,
    )
