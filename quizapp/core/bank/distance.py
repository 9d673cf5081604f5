"""How far two words are apart, for suggestions."""

from collections.abc import Iterable
from typing import Final

SHORT_WORD: Final = 4  # at distance 2 of a word of four letters, nearly any word is found


def edit_distance(left: str, right: str) -> int:
    """Return how many letters to add, drop, change or swap with their neighbor.

    `Souce`/`Source` is 1, `Hnit`/`Hint` is 1, `Level`/`Status` is 6.
    """
    before_last: list[int] = []
    last = list(range(len(right) + 1))
    for row, left_char in enumerate(left, 1):
        current = [row]
        for column, right_char in enumerate(right, 1):
            cost = min(
                last[column] + 1,
                current[column - 1] + 1,
                last[column - 1] + (left_char != right_char),
            )
            is_swap = (
                row > 1 and column > 1 and left[row - 2 : row] == right[column - 2 : column][::-1]
            )
            if is_swap:
                cost = min(cost, before_last[column - 2] + 1)
            current.append(cost)
        before_last, last = last, current
    return last[-1]


def nearest(word: str, known: Iterable[str]) -> str:
    """Return the known word within distance 2 of `word` (1 for short words), or ""."""
    best = ""
    best_distance = 3
    for candidate in sorted(known):
        limit = 1 if min(len(candidate), len(word)) <= SHORT_WORD else 2
        if abs(len(candidate) - len(word)) > limit:
            continue
        distance = edit_distance(word.casefold(), candidate.casefold())
        if distance <= limit and distance < best_distance:
            best, best_distance = candidate, distance
    return best
