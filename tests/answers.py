"""Answers to a question of any kind, made from its body: right, wrong, and partly right."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from quizapp.core.bank.model import SELF_GRADED_KINDS, Kind
from quizapp.core.scheduling.rating import Confidence, Rating
from quizapp.services.recording import Given

Body = dict[str, Any]


def shown_ids(body: Body) -> tuple[str, ...]:
    """Return the ids of what a page shows to pick from, as written."""
    name = {Kind.ORDER: "steps", Kind.MATCH: "rights"}.get(body["kind"], "options")
    return tuple(part["id"] for part in body[name])


def right(body: Body, confidence: Confidence | None = None) -> Given:
    match Kind(body["kind"]):
        case Kind.ORDER:
            given = Given(shown_ids(body))
        case Kind.MATCH:
            given = Given(matches=tuple(body["pairs"].items()))
        case Kind.TYPED | Kind.NUMERIC:
            given = Given(text=body["answer_text"])
        case kind if kind in SELF_GRADED_KINDS:
            return Given(rating=Rating.GOOD)
        case _:
            given = Given(tuple(option["id"] for option in body["options"] if option["key"]))
    return replace(given, confidence=confidence)


def wrong(body: Body, confidence: Confidence | None = None) -> Given:
    """Return an answer with a score of 0."""
    match Kind(body["kind"]):
        case Kind.ORDER:
            given = Given(shown_ids(body)[::-1])
        case Kind.MATCH:
            given = Given(matches=_mismatched(body))
        case Kind.TYPED:
            given = Given(text="nothing of the kind")
        case Kind.NUMERIC:
            number = body["number"]
            given = Given(text=f"{Decimal(number['value']) + Decimal(number['tolerance']) + 1:f}")
        case kind if kind in SELF_GRADED_KINDS:
            return Given(rating=Rating.AGAIN)
        case _:
            given = Given((next(one["id"] for one in body["options"] if not one["key"]),))
    return replace(given, confidence=confidence)


def partly(body: Body) -> Given:
    """Return an answer that is not all wrong, of a kind that has such: two parts swapped."""
    match Kind(body["kind"]):
        case Kind.ORDER:
            return Given(_swapped(shown_ids(body)))
        case Kind.MATCH:
            rights = _swapped(tuple(body["pairs"].values()))
            return Given(matches=tuple(zip(body["pairs"], rights, strict=True)))
        case _:
            return Given(right(body).options[:1])


def _swapped(ids: Sequence[str]) -> tuple[str, ...]:
    first, second, *rest = ids
    return (second, first, *rest)


def _mismatched(body: Body) -> tuple[tuple[str, str], ...]:
    rights = [right["id"] for right in body["rights"]]
    return tuple(
        (left, next(right for right in rights if right != key))
        for left, key in body["pairs"].items()
    )
