"""Ways to guess without knowing anything; each gives every option a share of one point."""

import random
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Final

from quizapp.core.bank.lint.across import most_shared
from quizapp.core.bank.lint.model import Choice, Question
from quizapp.core.bank.lint.wording import content_words, plain, tokens
from quizapp.core.bank.lint.wordings import ABSOLUTES, HEDGES, speaks_of_others

Shares = list[float]
FOLDS: Final = 10
SEED: Final = 20261128


def longest(one: Question) -> Shares:
    return _best([choice.length for choice in one.choices])


def shortest(one: Question) -> Shares:
    return _best([-choice.length for choice in one.choices])


def clang(one: Question) -> Shares:
    """Take the option that repeats most words of the stem and its case."""
    asked = one.stem_words | content_words(plain(one.item.stimulus))
    return _best([len(asked & choice.words) for choice in one.choices])


def convergence(one: Question) -> Shares:
    """Take the option that shares most words with the others."""
    return most_shared(one)


def avoid_absolutes(one: Question) -> Shares:
    return _best([-_has(choice, ABSOLUTES) for choice in one.choices])


def prefer_hedges(one: Question) -> Shares:
    return _best([_has(choice, HEDGES) for choice in one.choices])


def all_of_the_above(one: Question) -> Shares:
    return _best([speaks_of_others(choice.text) for choice in one.choices])


STRATEGIES: Final[dict[str, Callable[[Question], Shares]]] = {
    "longest": longest,
    "shortest": shortest,
    "clang": clang,
    "convergence": convergence,
    "avoid absolutes": avoid_absolutes,
    "prefer hedges": prefer_hedges,
    "all or none of the above": all_of_the_above,
}


def usual_position(questions: Sequence[Question]) -> list[Shares]:
    """Take the place in the file where the key stood most often in the other nine tenths."""
    guesses: list[Shares] = [[] for _ in questions]
    for inside, outside in folds(len(questions)):
        seen: dict[int, Counter[int]] = {}
        for index in outside:
            one = questions[index]
            place = [choice.is_key for choice in one.choices].index(True)
            seen.setdefault(len(one.choices), Counter())[place] += 1
        for index in inside:
            size = len(questions[index].choices)
            counts = seen.get(size, Counter())
            guesses[index] = _best([counts[place] for place in range(size)])
    return guesses


def folds(n: int) -> list[tuple[list[int], list[int]]]:
    """Part 0 … n - 1 ten times into a tenth and the rest; the same for the same n."""
    order = list(range(n))
    random.Random(SEED).shuffle(order)  # noqa: S311 - folds, the same each time
    parts = [sorted(order[start::FOLDS]) for start in range(FOLDS)]
    return [(part, sorted(set(order) - set(part))) for part in parts if part]


def distinct(questions: Sequence[Question]) -> list[Question]:
    """Return the questions without those that are word for word like an earlier one."""
    seen: set[tuple[object, ...]] = set()
    kept = []
    for one in questions:
        words = (tokens(one.stem), frozenset(tokens(choice.text) for choice in one.choices))
        if words not in seen:
            seen.add(words)
            kept.append(one)
    return kept


def _best(values: Sequence[float]) -> Shares:
    """Give the point to the largest value; ties share it."""
    top = max(values)
    ties = sum(value == top for value in values)
    return [(value == top) / ties for value in values]


def _has(choice: Choice, words: frozenset[str]) -> bool:
    return not words.isdisjoint(tokens(choice.text))
