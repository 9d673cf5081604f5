"""Scores from 0 to 1 of answers that are more than picks: an order, matches, words, a number.

The formulas are those of bank-format.md, "Items, parts, cards, scores".
"""

from collections.abc import Mapping, Sequence
from decimal import Context, Decimal
from itertools import pairwise

from quizapp.core.bank.folding import fold_answer, parse_number

# More digits than anybody may type, so that a difference is never rounded.
_EXACT = Context(prec=100)


def score_order(right: Sequence[str], given: Sequence[str]) -> float:
    """Score step ids in the learner's order: the share of neighbors that kept their order.

    Of the pairs (a, b) that stand next to each other in `right`, those count in which a stands
    before b in `given`: all only when everything is right, none only when it is reversed.
    Ids other than those of `right`, each once, are a ValueError.
    """
    if len(right) < 2 or sorted(right) != sorted(given) or len(set(right)) != len(right):  # noqa: PLR2004
        raise ValueError("an order has all of the steps, each once")
    place = {step: at for at, step in enumerate(given)}
    pairs = list(pairwise(right))
    return sum(place[a] < place[b] for a, b in pairs) / len(pairs)


def score_match(pairs: Mapping[str, str], given: Mapping[str, str]) -> float:
    """Score left id -> right id: the share of rows matched rightly.

    Other rows than those of `pairs` are a ValueError.
    """
    if not pairs or pairs.keys() != given.keys():
        raise ValueError("every row needs an answer, and there are no other rows")
    return sum(given[left] == right for left, right in pairs.items()) / len(pairs)


def score_typed(accepted: Sequence[str], text: str) -> float:
    """Score typed words: 1 when they are an accepted answer but for what folding drops."""
    return float(fold_answer(text) in {fold_answer(one) for one in accepted})


def score_numeric(value: str, tolerance: str, text: str) -> float:
    """Score a typed number: 1 when it is at most `tolerance` off; ValueError when it is none."""
    number = parse_number(text)
    if number is None:
        raise ValueError(f"not a number: {text[:40]!r}")
    return float(abs(_EXACT.subtract(number, Decimal(value))) <= Decimal(tolerance))
