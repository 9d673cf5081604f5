"""The verdict on an answer as templates want it."""

from dataclasses import dataclass
from datetime import date

from quizapp.core.scheduling.rating import Confidence, Rating
from quizapp.db.queries.study import AnswerRow, ShownItemRow
from quizapp.web import words
from quizapp.web.verdict_words import fault_of, reason_of

QUICK = "That was quick, so it is not sure yet that you read it."
QUICK_AGAIN = "You answered before the question could be read, so it comes back soon."


@dataclass(frozen=True, slots=True)
class VerdictView:
    kind: str
    title: str
    text: str
    when: str


def verdict_view(
    item: ShownItemRow, answer: AnswerRow, today: date, *, repeats: bool
) -> VerdictView:
    """Return the verdict's sentence, its reason and when the question comes back."""
    when = _comes_back(item, today, repeats=repeats)
    reason = reason_of(item.body, answer)
    if answer.is_right and answer.confidence == Confidence.GUESSING:
        text = (
            "It counts as right in your score. For your memory it counts as not yet known, "
            "so you get it again soon."
        )
        return VerdictView("part", "Right, by a guess.", text, when)
    if answer.is_fast and answer.rating == Rating.AGAIN:
        return VerdictView("part", "Right, but too quick again.", QUICK_AGAIN, when)
    if answer.is_right:
        text = f"{QUICK} {reason}".strip() if answer.is_fast and repeats else reason
        return VerdictView("ok", "Right.", text, when)
    kind = "part" if answer.score > 0 else "no"
    return VerdictView(kind, fault_of(item.body, answer), reason, when)


def _comes_back(item: ShownItemRow, today: date, *, repeats: bool) -> str:
    if item.due_on is None:
        return ""
    when = words.day(max(item.due_on, today), today)
    if repeats:
        return f"Again at the end, then {when}"
    return f"Comes back {when}"
