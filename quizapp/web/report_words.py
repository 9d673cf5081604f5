"""Reports on questions in words: what was wrong, what became of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from quizapp.core.report import ReportOutcome
from quizapp.db.queries.reports import OutcomeRow
from quizapp.web import words

REASONS: Final = [
    ("key", "The answer is wrong"),
    ("wording", "It is unclear or misspelled"),
    ("accept", "My answer means the same"),
    ("other", "Something else"),
]
# What the learner reads before the author's sentence, and the button that says so.
OUTCOMES: Final[Mapping[str, str]] = {
    ReportOutcome.FIXED: "The question was changed.",
    ReportOutcome.ANSWERED: "The author answers.",
    ReportOutcome.DECLINED: "The question stays as it is.",
}
BUTTONS: Final[Mapping[str, str]] = {
    ReportOutcome.FIXED: "Fixed",
    ReportOutcome.ANSWERED: "Answered",
    ReportOutcome.DECLINED: "Declined",
}
MOST_LETTERS: Final = 120  # of a question in a line


@dataclass(frozen=True, slots=True)
class OutcomeView:
    """What became of one report, for its writer."""

    report_id: int
    bank: str
    ref: str
    asking: str
    said: str
    outcome: str
    because: str


def outcome_views(rows: list[OutcomeRow]) -> list[OutcomeView]:
    """Return what a learner is told of their reports."""
    return [
        OutcomeView(
            report_id=row.report_id,
            bank=row.bank_slug,
            ref=row.ref,
            asking=words.asking(row.body["stem_text"], MOST_LETTERS),
            said=row.text,
            outcome=OUTCOMES.get(row.outcome, ""),
            because=row.because,
        )
        for row in rows
    ]
