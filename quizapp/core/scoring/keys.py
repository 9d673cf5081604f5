"""Key and chosen options in, score from 0 to 1 out: one scorer per kind with options.

The formulas are those of bank-format.md, "Items, parts, cards, scores". The kinds without
options are in `answers.py`; flashcards and cloze gaps have no scorer: the learner rates them.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from quizapp.core.bank.model import Kind

Scorer = Callable[[frozenset[str], frozenset[str]], float]


def score(
    kind: Kind | str,
    keys: frozenset[str],
    chosen: frozenset[str],
    options: frozenset[str] | None = None,
) -> float:
    """Score the option ids `chosen` against the right ones `keys`; nothing chosen is 0.

    `options` are all ids of the item; when given, an id outside it is a ValueError. So are a
    kind without key, an item without key, and two answers where one is possible.
    """
    scorer = SCORERS.get(Kind(kind))
    if scorer is None:
        raise ValueError(f"{kind} has no key to score against")
    if not keys:
        raise ValueError("an item without key cannot be scored")
    unknown = (keys | chosen) - options if options is not None else frozenset()
    if unknown:
        raise ValueError(f"unknown option ids: {', '.join(sorted(unknown))}")
    return scorer(keys, chosen)


def one_of(keys: frozenset[str], chosen: frozenset[str]) -> float:
    """Single best answer and true/false: 1 for the key, else 0."""
    if len(keys) != 1:
        raise ValueError(f"a single best answer has one key, not {len(keys)}")
    if len(chosen) > 1:
        raise ValueError(f"one answer is possible, not {len(chosen)}")
    return 1.0 if chosen == keys else 0.0


def all_that_apply(keys: frozenset[str], chosen: frozenset[str]) -> float:
    """Select all that apply: max(0, (right picks - wrong picks) / keys)."""
    right = len(chosen & keys)
    wrong = len(chosen - keys)
    return max(0.0, (right - wrong) / len(keys))


SCORERS: Mapping[Kind, Scorer] = MappingProxyType(
    {
        Kind.SINGLE: one_of,
        Kind.TRUE_FALSE: one_of,
        Kind.MULTI: all_that_apply,
    }
)
