"""Whether words of confidence and the memory model are borne out by what came."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from markupsafe import Markup

from quizapp.core.analysis.calibration import TooFewYet
from quizapp.core.analysis.memory_calibration import MemoryJudgment, judge_memory
from quizapp.core.analysis.progress import calibration_line
from quizapp.core.analysis.recall import right_by_confidence
from quizapp.core.scheduling.rating import Confidence
from quizapp.db.base import db_session
from quizapp.services.readiness import learner_model
from quizapp.web import progress_charts, words
from quizapp.web.progress_period import Period
from quizapp.web.summary import WORDS, calibration_sentence

SURE: Final = "How well you know what you know"
MEMORY: Final = "How well the schedule knows you"


def confidence_chart(period: Period) -> Markup | None:
    """Return how often each word of confidence was right, beside what it should mean."""
    found = right_by_confidence(period.lately)
    lines = [
        calibration_line(word, found[word].right, found[word].n)
        for word in Confidence
        if word in found
    ]
    if not lines:
        return None
    rows = [
        (
            WORDS[line.confidence],
            _percent(line.expected),
            _percent(line.low),
            _percent(line.share or 0.0),
            _percent(line.high),
            line.n,
        )
        for line in lines
    ]
    named = ("What that word should mean", "How often you were right, with its range")
    head = ("You said", "Should be", "Low", "Was", "High", "Answers")
    return progress_charts.expected(SURE, calibration_sentence(lines), rows, named, head)


@dataclass(frozen=True, slots=True)
class MemoryView:
    """How far the memory model is borne out; while there is too little, what it waits for."""

    title: str
    chart: Markup | None = None
    waits_for: str = ""


def memory_view(user_id: int, first: date, today: date) -> MemoryView:
    """Compare what the model expected of each review since `first` with what was recalled."""
    found = judge_memory(learner_model(db_session, user_id, today).expected.since(first))
    if isinstance(found, TooFewYet):
        have = words.plural(found.answers, "review")
        return MemoryView(
            MEMORY,
            waits_for="Before each review we work out how likely you are to recall it. This sets "
            f"that beside what you recalled, from {found.answers_needed} reviews of questions seen "
            f"on an earlier day: {have} so far in this time.",
        )
    rows = [
        (
            f"{_percent(one.start)}–{_percent(one.end)}%",
            _percent(one.foreseen),
            _percent(one.low),
            _percent(one.share),
            _percent(one.high),
            one.n,
        )
        for one in found.bins
    ]
    named = ("What we expected before you answered", "What you recalled, with its range")
    head = ("Expected", "On average", "Low", "Recalled", "High", "Reviews")
    chart = progress_charts.expected(MEMORY, _memory_sentence(found), rows, named, head)
    return MemoryView(MEMORY, chart)


def _memory_sentence(found: MemoryJudgment) -> str:
    low, high = _percent(found.low), _percent(found.high)
    sentence = (
        f"When we expected {_percent(found.expected)}%, you recalled {_percent(found.share)}% "
        f"({low} to {high}%), over {found.n:,} reviews. "
    )
    if found.is_hopeful:
        return f"{sentence}You forget faster than we expect, so questions come back a little late."
    if found.is_cautious:
        return f"{sentence}You remember more than we expect, so questions come back a little early."
    return f"{sentence}The days on which questions come back fit you."


def _percent(share: float) -> int:
    return round(100 * share)
