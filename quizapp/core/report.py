"""What became of a report on a question."""

from enum import StrEnum


class ReportOutcome(StrEnum):
    """How an author settles a report."""

    FIXED = "fixed"  # the question was changed
    ANSWERED = "answered"  # nothing was wrong, and the learner is told why
    DECLINED = "declined"
