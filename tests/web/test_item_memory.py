"""What the page of a question says of memory: now, on exam day, the next day and why that one."""

from datetime import date, timedelta

from quizapp.core.scheduling.exam_plan import ExamPlan
from quizapp.core.scheduling.memory import Memory
from quizapp.db.queries.items import ItemAnswerRow, ItemCardRow
from quizapp.db.queries.study import AnswerRow
from quizapp.web.item_memory import memory_facts

TODAY = date(2026, 5, 10)
ANSWER = AnswerRow("1", 1, "", 1, [], [], True, 1.0, None, 3, None, TODAY, False)  # type: ignore[arg-type]
PLAN = ExamPlan(
    exam="",
    exam_on=TODAY + timedelta(days=20),
    target=None,
    minutes=(20,) * 7,
    days_off=frozenset(),
)


def card(stability: float, *, ago: int, due_in: int, lapsed_ago: int | None = None) -> ItemCardRow:
    last_on = TODAY - timedelta(days=ago)
    lapsed_on = None if lapsed_ago is None else TODAY - timedelta(days=lapsed_ago)
    due_on = TODAY + timedelta(days=due_in)
    return ItemCardRow("", Memory(stability, 5.0, last_on), due_on, 0, lapsed_on)


def facts(
    *cards: ItemCardRow,
    plan: ExamPlan | None = None,
    answers: int = 1,
    not_asked: str = "",
    why: str = "",
) -> dict[str, str]:
    rows = [ItemAnswerRow(ANSWER, 9000)] * answers
    return dict(
        memory_facts(list(cards), rows, TODAY, plan=plan, not_asked=not_asked, why_missed=why)
    )


def test_recall_now_and_on_exam_day() -> None:
    # Stability S is the days until recall is 90 %; after 3 S it is
    # (1 + 3 (0.9^(-1/w20) - 1))^(-w20), which is 81 % for w20 = 0.1542.
    said = facts(card(10.0, ago=10, due_in=0), plan=PLAN)
    assert said["Recall now"] == "about 90%"
    assert said["On exam day"] == "about 81%, if it does not come back before"
    assert facts(card(10.0, ago=10, due_in=0))["On exam day"].startswith("not known")
    over = ExamPlan(
        exam="",
        exam_on=TODAY - timedelta(days=1),
        target=None,
        minutes=(20,) * 7,
        days_off=frozenset(),
    )
    assert "On exam day" not in facts(card(10.0, ago=10, due_in=0), plan=over)
    two = facts(card(10.0, ago=10, due_in=0), card(500.0, ago=1, due_in=400))
    assert two["Recall now"] == "about 90% for the weakest gap"


def test_the_next_day_says_why() -> None:
    late = facts(card(1.0, ago=4, due_in=-3))
    assert late["Back"] == "today, as it was due on 7 May"
    known, missed = card(5.0, ago=1, due_in=4), card(0.3, ago=0, due_in=1, lapsed_ago=0)
    assert facts(known)["Back"].endswith(", when recall is expected to fall to 90%")
    assert facts(missed)["Back"] == "tomorrow, as you missed it last time"
    corrected = facts(card(5.0, ago=0, due_in=0), answers=0)
    assert corrected["Back"] == "today, as its answer was corrected"
    assert corrected["Recall now"] == "unknown, it was corrected"
    assert corrected["Answered"] == "not yet since the correction"
    planned = facts(missed, plan=PLAN)["Back"]
    assert planned.startswith("when it gains most for your exam; without the plan tomorrow")
    assert facts(known, plan=PLAN, not_asked="not while it is set aside")["Back"] == (
        "not while it is set aside"
    )


def test_why_it_was_missed_is_said_last() -> None:
    assert list(facts(card(5.0, ago=1, due_in=4), why="misread the question"))[-1] == "Why missed"
    assert "Why missed" not in facts(card(5.0, ago=1, due_in=4))
    assert facts() == {}
