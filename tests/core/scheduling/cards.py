"""Cards to plan with, for the tests of the queue."""

from datetime import date, timedelta

from quizapp.core.scheduling.queue import Candidate, Studied, expected_seconds, plan_day

TODAY = date(2026, 3, 1)
NOBODY: frozenset[int] = frozenset()
NOTHING: frozenset[Studied] = frozenset()


def due_card(  # noqa: PLR0917  a builder for tests
    item_id: int,
    part: str = "",
    concept: str = "",
    author: str = "",
    stability: float = 10.0,
    days_ago: int = 10,
    is_self_graded: bool = False,  # noqa: FBT001, FBT002
    siblings: frozenset[int] = NOBODY,
) -> Candidate:
    last_on = TODAY - timedelta(days=days_ago)
    return Candidate(
        key=(item_id, part),
        concept=concept,
        author=author,
        is_self_graded=is_self_graded,
        siblings=siblings,
        is_new=False,
        stability=stability,
        last_on=last_on,
        due_on=last_on + timedelta(days=round(stability)),
        difficulty=5.0,
    )


def new_card(
    item_id: int,
    part: str = "",
    concept: str = "",
    *,
    is_self_graded: bool = False,
    siblings: frozenset[int] = NOBODY,
) -> Candidate:
    return Candidate(
        key=(item_id, part),
        concept=concept,
        author="",
        is_self_graded=is_self_graded,
        siblings=siblings,
        is_new=True,
    )


def plan(
    due: list[Candidate],
    new: list[Candidate] | None = None,
    *,
    budget: float | None = None,
    limit: int = 100,
    studied: frozenset[Studied] = NOTHING,
) -> list[Candidate]:
    return plan_day(
        due,
        new or [],
        today=TODAY,
        budget_seconds=budget,
        new_limit=limit,
        studied_today=studied,
    )


def ids(cards: list[Candidate]) -> list[int]:
    return [card.key[0] for card in cards]


def total_seconds(cards: list[Candidate]) -> float:
    return sum(expected_seconds(card, TODAY) for card in cards)
