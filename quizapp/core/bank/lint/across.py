"""What shows only when items of a bank are held side by side."""

import math
from collections import Counter, defaultdict
from collections.abc import Iterator
from difflib import SequenceMatcher
from itertools import islice
from typing import Final

from quizapp.core.analysis.progress import wilson
from quizapp.core.bank.lint.lengths import FEWEST_ITEMS, Z95
from quizapp.core.bank.lint.model import Choice, Finding, Question, Shelf
from quizapp.core.bank.lint.wording import jaccard, ratio_text, tokens
from quizapp.core.bank.problems import ProblemLevel

ALIKE: Final = 0.9
LIKE_OPTIONS: Final = 0.6
ALIKE_WORD_SETS: Final = 0.7  # below it, two word lists cannot be as alike as `ALIKE`
FEWEST_KEY_WORDS: Final = 5
MOST_CANDIDATES: Final = (
    20  # of one item: more are not compared, so that any bank takes little time
)
LEAST_APPLIED: Final = 0.4
_APPLIED: Final = frozenset({"application", "analysis"})


def convergence(shelf: Shelf) -> Iterator[Finding]:
    """B121: the key is not the option that shares most words with the others."""
    n = len(shelf.singles)
    hits = sum(most_shared(one)[one.choices.index(one.keys[0])] for one in shelf.singles)
    chance = sum(1 / len(one.choices) for one in shelf.singles) / n if n else 0.0
    low, high = wilson(round(hits), n, Z95)
    if n >= FEWEST_ITEMS and low > chance:
        message = (
            f"In {ratio_text(round(hits), n)} items the right option shares most words with the "
            f"others, 95 % interval {low:.2f}-{high:.2f}; chance is {chance:.2f}"
        )
        hint = "wrong options made by changing a part of the right one give it away"
        yield shelf.found("B121", message, hint, ProblemLevel.HINT)


def most_shared(one: Question) -> list[float]:
    """Return the point that a guesser gives each option for sharing words; ties share it."""
    shared = [
        sum(len(choice.words & other.words) for other in one.choices if other is not choice)
        / max(1, len(choice.words))
        for choice in one.choices
    ]
    best = max(shared)
    return [(value == best) / shared.count(best) for value in shared]


def duplicates(shelf: Shelf) -> Iterator[Finding]:
    """B125: no item asks what another asks."""
    for second, candidates in _like_questions(shelf.questions):
        for first in candidates:
            if _is_same_stem(first, second) or _alike(_words(first), _words(second)) > ALIKE:
                message = f"This asks what `{first.ref}` (line {first.line}) asks"
                hint = "keep the better one, or ask it in another way"
                yield second.found("B125", message, hint)
                break


def answered_elsewhere(shelf: Shelf) -> Iterator[Finding]:
    """B126: no item gives away the answer of another."""
    begins: dict[tuple[str, ...], list[Question]] = defaultdict(list)
    for one in shelf.questions:
        words = tokens(one.stem)
        for run in {words[at : at + FEWEST_KEY_WORDS] for at in range(len(words))}:
            begins[run].append(one)
    for one in shelf.questions:
        for key in one.keys:
            words = tokens(key.text)
            tellers = begins[words[:FEWEST_KEY_WORDS]] if len(words) >= FEWEST_KEY_WORDS else []
            teller = _teller(one, words, tellers)
            if teller:
                message = f"The stem of `{teller.ref}` (line {teller.line}) gives this answer"
                hint = "both may come in one mock exam: change one of them"
                yield one.found("B126", message, hint, line=key.line, level=ProblemLevel.HINT)


def applied_share(shelf: Shelf) -> Iterator[Finding]:
    """B128: at least 40 % of the items apply what they ask to a case."""
    n = len(shelf.questions)
    applied = sum(one.item.level in _APPLIED for one in shelf.questions)
    low, high = wilson(applied, n, Z95)
    if n and high < LEAST_APPLIED:
        message = (
            f"{ratio_text(applied, n)} items apply to a case (`Level: application` or `analysis`), "
            f"95 % interval {low:.2f}-{high:.2f}; aim for {LEAST_APPLIED:.2f} or more"
        )
        hint = "ask what somebody should do or see in a case, not what a thing is called"
        yield shelf.found("B128", message, hint, ProblemLevel.HINT)


def _teller(one: Question, answer: tuple[str, ...], others: list[Question]) -> Question | None:
    wanted = f" {' '.join(answer)} "
    return next(
        (
            other
            for other in others[:MOST_CANDIDATES]
            if other is not one and wanted in f" {' '.join(tokens(other.stem))} "
        ),
        None,
    )


def _words(one: Question) -> tuple[str, ...]:
    return tokens(f"{one.stem} {' '.join(choice.text for choice in one.choices)} {_answer(one)}")


def _answer(one: Question) -> str:
    item = one.item
    parts = [item.answer, *item.accepted, *(step.text for step in item.steps)]
    return " ".join([*parts, *(f"{pair.left} {pair.right}" for pair in item.pairs)])


def _is_same_stem(first: Question, second: Question) -> bool:
    if tokens(first.stem) != tokens(second.stem) or not (first.choices and second.choices):
        return False
    return jaccard(_option_words(first.choices), _option_words(second.choices)) > LIKE_OPTIONS


def _option_words(choices: tuple[Choice, ...]) -> frozenset[str]:
    return frozenset(word for choice in choices for word in tokens(choice.text))


def _alike(first: tuple[str, ...], second: tuple[str, ...]) -> float:
    return SequenceMatcher(None, first, second, autojunk=False).ratio()


def _like_questions(
    questions: tuple[Question, ...],
) -> Iterator[tuple[Question, list[Question]]]:
    """Yield each item with the earlier ones that could be alike.

    Two sets with a Jaccard index of t or more share a word among the rarest ones of each, as
    many as its size times 1 - t, plus one (prefix filter; Chaudhuri, Ganti & Kaushik 2006).
    """
    counts: Counter[str] = Counter()
    sets = [frozenset(_words(one)) for one in questions]
    for words in sets:
        counts.update(words)
    seen: dict[str, list[int]] = defaultdict(list)
    for index, words in enumerate(sets):
        rarest = sorted(words, key=lambda word: (counts[word], word))
        prefix = rarest[: len(words) - math.ceil(ALIKE_WORD_SETS * len(words)) + 1]
        places = sorted({place for word in prefix for place in seen[word][:MOST_CANDIDATES]})
        likely = (place for place in places if jaccard(words, sets[place]) >= ALIKE_WORD_SETS)
        yield questions[index], [questions[place] for place in islice(likely, MOST_CANDIDATES)]
        for word in prefix:
            seen[word].append(index)
