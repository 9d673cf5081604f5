"""Readiness in words: a range for each section of the exam, and what it leaves open."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from quizapp.core.analysis.readiness import NoReadiness, Readiness, Reason, Standing, Unknown
from quizapp.core.scheduling.exam_plan import ExamPlan
from quizapp.db.base import db_session
from quizapp.db.queries.accounts import ViewerRow
from quizapp.services.readiness import SectionReadiness, readiness_of
from quizapp.web import words

TOLD: Final = {
    Unknown.BANK: "how far the exam is like these banks",
    Unknown.EXAM_DAY: "sleep, nerves and the clock on the day",
    Unknown.NO_MORE_STUDY: "what you will study until then",
    Unknown.UNSEEN: "questions you have not seen: they count as not known",
    Unknown.FIRST_TRIES: "questions you have not seen: they count as your first answers went",
    Unknown.WEIGHTS: "how much each topic weighs: all count the same",
    Unknown.QUESTIONS: "how many questions a section has: the range is that of 75",
}
STANDS: Final = {
    Standing.ABOVE: "above your line",
    Standing.BELOW: "below your line",
    Standing.UNSURE: "too close to your line to tell",
}


@dataclass(frozen=True, slots=True)
class ReadinessView:
    """The chart's rows (label, low, point, high, answers), and a sentence for each section."""

    reading: str
    rows: list[tuple[str, int, int, int, int]]
    sentences: list[str]
    unknowns: list[str]
    line: int | None
    coverage: str


def readiness_for(row: ViewerRow, today: date) -> ReadinessView | None:
    """Return the readiness for the plan's exam, or for today; None where no bank has a section."""
    plan = row.plan
    sections = readiness_of(
        db_session,
        row.user_id,
        plan.exam_on if plan else None,
        today,
        exam=plan.exam if plan else "",
    )
    return readiness_view(sections, plan) if sections else None


def readiness_view(sections: Sequence[SectionReadiness], plan: ExamPlan | None) -> ReadinessView:
    """Return what is said of each section, in the exam's order."""
    line = plan.target if plan else None
    rows = [
        (
            one.title,
            round(100 * one.result.low),
            round(100 * one.result.point),
            round(100 * one.result.high),
            one.result.answers,
        )
        for one in sections
        if isinstance(one.result, Readiness)
    ]
    unknowns = {
        unknown: TOLD[unknown]
        for one in sections
        if isinstance(one.result, Readiness)
        for unknown in one.result.unknowns
    }
    return ReadinessView(
        reading=_reading(bool(rows), plan),
        rows=rows,
        sentences=[_sentence(one, line) for one in sections],
        unknowns=list(unknowns.values()),
        line=line,
        coverage=_coverage(sections),
    )


def _reading(has_rows: bool, plan: ExamPlan | None) -> str:  # noqa: FBT001 - one of two texts
    when = "on exam day" if plan and plan.exam_on else "today"
    if not has_rows:
        return "Nothing can be said yet: a figure needs answers on later days than the first."
    return (
        f"Of questions like these you are expected to know so many {when}, if nothing more is "
        "studied; nine times in ten it lies in the range. Both sections have to be passed."
    )


def _sentence(one: SectionReadiness, line: int | None) -> str:
    result = one.result
    if isinstance(result, NoReadiness):
        return _why_not(one, result)
    low, point, high = (round(100 * value) for value in (result.low, result.point, result.high))
    against = f", {STANDS[result.against(line / 100)]}" if line is not None else ""
    seen = f"{one.items_seen} of {one.items} questions seen"
    return f"{one.title}: about {point}% ({low}–{high}){against}; {seen}."


def _why_not(one: SectionReadiness, result: NoReadiness) -> str:
    seen = f"{one.title}: {one.items_seen} of {one.items} questions seen"
    if result.reason is Reason.FEW_ITEMS:
        return f"{seen}. The banks hold too few for a figure."
    if result.reason is Reason.NONE_SEEN:
        return f"{seen}. A figure comes once you have answered some of them."
    missing = words.plural(result.needed - result.have, "more answer")
    return f"{seen}. A figure needs {missing} to questions seen on an earlier day."


def _coverage(sections: Sequence[SectionReadiness]) -> str:
    """Say how small a part of the exam the banks are."""
    whole = max((one.all_topics for one in sections), default=0)
    if not whole:
        return "It is about alliance material only, not the whole exam."
    most = max(one.topics for one in sections)
    return (
        f"It is about alliance material that belongs to each section: a slice of at most {most} "
        f"of the exam’s {whole} domains, and only a part of most of these."
    )
