"""What is known of a question in its reader's memory: now, on exam day, when it is back and why."""

from datetime import date

from quizapp.core.scheduling.exam_plan import ExamPlan, Phase
from quizapp.core.scheduling.memory import DEFAULT_RETENTION, retrievability
from quizapp.db.queries.items import ItemAnswerRow, ItemCardRow
from quizapp.web import words

BY_PLAN = "when it gains most for your exam; without the plan"


def memory_facts(
    cards: list[ItemCardRow],
    answers: list[ItemAnswerRow],
    today: date,
    *,
    plan: ExamPlan | None,
    not_asked: str,
    why_missed: str,
) -> list[tuple[str, str]]:
    """Return what the memory model and the log say of the item; [] when it was never answered.

    `answers` are those to its present key: without any it was corrected, and has to be learned
    anew. `not_asked` is why it does not come back, "" when it does; `why_missed` what the learner
    said of it.
    """
    if not cards:
        return []
    is_before = plan is not None and plan.phase(today) is Phase.BEFORE
    facts = [("Recall now", _recall(cards, today) if answers else "unknown, it was corrected")]
    if answers and plan is not None and plan.exam_on and is_before:
        later = f"{_recall(cards, plan.exam_on)}, if it does not come back before"
        facts.append(("On exam day", later))
    elif answers and (plan is None or not plan.exam_on):
        facts.append(("On exam day", "not known: your plan has no day yet"))
    back = not_asked or _back(cards, today, is_planned=is_before)
    missed = sum(not row.answer.is_right for row in answers)
    count = f"{words.times(len(answers))}, {_missed(missed)}"
    facts += [("Back", back), ("Answered", count if answers else "not yet since the correction")]
    lapses = max(card.lapses for card in cards)
    if lapses:
        facts.append(("Missed again", f"{words.times(lapses)} after the first answer"))
    return [*facts, ("Why missed", why_missed)] if why_missed else facts


def _recall(cards: list[ItemCardRow], on: date) -> str:
    share = min(retrievability(card.memory, on) for card in cards)
    return f"about {round(share * 100)}%{' for the weakest gap' if len(cards) > 1 else ''}"


def _back(cards: list[ItemCardRow], today: date, *, is_planned: bool) -> str:
    """Return the next day and why that one; toward an exam the plan chooses, not the day."""
    first = min(cards, key=lambda card: (card.due_on, card.part))
    day = words.day(max(first.due_on, today), today)
    line = f"{day}, {_why(first, today)}"
    return f"{BY_PLAN} {line}" if is_planned else line


def _why(card: ItemCardRow, today: date) -> str:
    if card.due_on <= card.memory.last_on:
        return "as its answer was corrected"
    if card.lapsed_on == card.memory.last_on:
        return "as you missed it last time"
    if card.due_on < today:
        return f"as it was due {words.past_day(card.due_on, today)}"
    return f"when recall is expected to fall to {round(DEFAULT_RETENTION * 100)}%"


def _missed(count: int) -> str:
    return f"missed {words.times(count)}" if count else "never missed"
