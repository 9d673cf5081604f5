"""Lengths and places of options, which should give nothing away."""

import math
from collections import Counter
from collections.abc import Iterator
from typing import Final

from quizapp.core.analysis.chance import chi_square, chi_square_p
from quizapp.core.analysis.progress import wilson
from quizapp.core.bank.lint.model import Finding, Question, Shelf
from quizapp.core.bank.lint.wording import ratio_text
from quizapp.core.bank.problems import ProblemLevel

KEY_IS_LONGER_BY: Final = 1.3
KEY_IS_LONGER_BY_LETTERS: Final = 15
UNLIKE_LENGTHS: Final = 2.0
UNLIKE_LENGTHS_LETTERS: Final = 25
PATTERN_P: Final = 0.01
Z95: Final = 1.959964
FEWEST_ITEMS: Final = 5  # fewer say nothing about a bank


def longest_key(one: Question, shelf: Shelf) -> Iterator[Finding]:
    """B107: the key is not the longest option by much."""
    del shelf
    if not one.is_single:
        return
    key, next_longest = one.keys[0], max(choice.length for choice in one.distractors)
    is_much = key.length > KEY_IS_LONGER_BY * next_longest
    if is_much and key.length - next_longest >= KEY_IS_LONGER_BY_LETTERS:
        message = f"The right option has {key.length} letters, the next longest {next_longest}"
        hint = "trim it, or give the others the same care: the longest is what guessers take"
        yield one.found("B107", message, hint, line=key.line)


def like_lengths(one: Question, shelf: Shelf) -> Iterator[Finding]:
    """B108: options are of like length."""
    del shelf
    if not one.is_single:
        return
    lengths = [choice.length for choice in one.choices]
    shortest, longest = min(lengths), max(lengths)
    if longest > UNLIKE_LENGTHS * shortest and longest - shortest > UNLIKE_LENGTHS_LETTERS:
        message = f"The options have {shortest} to {longest} letters"
        hint = "bring them closer together; an odd length draws the eye"
        yield one.found("B108", message, hint, level=ProblemLevel.HINT)


def longest_in_bank(shelf: Shelf) -> Iterator[Finding]:
    """B109: over a bank, the key is the longest option about as often as chance would have it."""
    hits, chance, n = 0, 0.0, len(shelf.singles)
    for one in shelf.singles:
        hits += one.keys[0].length > max(choice.length for choice in one.distractors)
        chance += 1 / len(one.choices)
    low, high = wilson(hits, n, Z95)
    if n >= FEWEST_ITEMS and not low <= chance / n <= high:
        often = "more" if hits > chance else "less"
        message = (
            f"The right option is the longest in {ratio_text(hits, n)}, 95 % interval "
            f"{low:.2f}-{high:.2f}; chance is {chance / n:.2f}"
        )
        hint = f"that is {often} often than chance: even out the lengths of some options"
        yield shelf.found("B109", message, hint, ProblemLevel.WARNING)


def positions(shelf: Shelf) -> Iterator[Finding]:
    """B110: keys stand in every place of the file about equally often."""
    by_size: dict[int, Counter[int]] = {}
    for one in shelf.singles:
        place = one.choices.index(one.keys[0])
        by_size.setdefault(len(one.choices), Counter())[place] += 1
    statistic = sum(
        chi_square([counts[place] for place in range(size)]) for size, counts in by_size.items()
    )
    p = chi_square_p(statistic, sum(size - 1 for size in by_size))
    if p < PATTERN_P and math.isfinite(statistic):
        n = len(shelf.singles)
        counts = by_size[max(by_size, key=lambda size: by_size[size].total())]
        places = ", ".join(f"{counts[place]} × {place + 1}." for place in sorted(counts))
        message = f"In the file the right option stands unevenly ({places}; n = {n}, p = {p:.3f})"
        hint = "learners see options shuffled; readers of the file and other tools do not"
        yield shelf.found("B110", message, hint, ProblemLevel.HINT)
