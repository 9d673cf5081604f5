"""How each way of guessing scores, and whether that is more than chance."""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from quizapp.core.analysis.chance import upper_tail
from quizapp.core.bank.cues.learned import learned
from quizapp.core.bank.cues.strategies import STRATEGIES, Shares, distinct, usual_position
from quizapp.core.bank.lint.lengths import Z95
from quizapp.core.bank.lint.model import Question, shelf_of
from quizapp.core.bank.model import Bank

ALPHA: Final = 0.05  # over all ways of guessing together; the first has to pass 2.54 errors
FEWEST_TOGETHER: Final = 200
FEWEST_IN_GROUP: Final = 60
EVERYTHING: Final = "all banks"


@dataclass(frozen=True, slots=True)
class Score:
    """What one way of guessing gets in one group of banks; shares from 0 to 1.

    `low` and `high` are the 95 % interval of the score; `z` its distance from chance in
    standard errors. `is_judged` is False where there are too few items to say.
    """

    group: str
    strategy: str
    n: int
    score: float
    chance: float
    low: float
    high: float
    z: float
    is_judged: bool = True
    is_outside: bool = False


def cue_scores(banks: Iterable[Bank], roots: Mapping[str, str]) -> list[Score]:
    """Return the scores over all banks, and of each group of banks under one root concept.

    `roots` has the root of each concept; a bank belongs to that of most of its items.
    """
    groups: dict[str, list[Question]] = defaultdict(list)
    everything: list[Question] = []
    for bank in banks:
        singles = shelf_of(bank).singles
        everything += singles
        groups[_root(bank, roots)] += singles
    scores = _scores(EVERYTHING, everything, FEWEST_TOGETHER)
    for name in sorted(groups):
        scores += _scores(name, groups[name], FEWEST_IN_GROUP)
    return scores


def _root(bank: Bank, roots: Mapping[str, str]) -> str:
    counts = Counter(roots.get(item.concepts[0], "") for item in bank.items if item.concepts)
    return counts.most_common(1)[0][0] if counts else ""


def _scores(group: str, asked: Sequence[Question], fewest: int) -> list[Score]:
    questions = distinct(asked)
    if not questions:
        return []
    guesses = {name: [guess(one) for one in questions] for name, guess in STRATEGIES.items()}
    guesses["usual position"] = usual_position(questions)
    guesses["learned"] = learned(questions)
    scores = [_score(group, name, questions, shares) for name, shares in guesses.items()]
    if len(questions) < fewest:
        return [replace(one, is_judged=False) for one in scores]
    return _judged(scores)


def _score(
    group: str, strategy: str, questions: Sequence[Question], guesses: Sequence[Shares]
) -> Score:
    """Return a score with its distance from chance.

    Where the key is any option with the same chance, the points of an item have the mean 1/k
    and the variance mean(share²) - 1/k²; ties make it smaller than that of a single guess.
    """
    n = len(questions)
    points, chance, variance = [], 0.0, 0.0
    for one, shares in zip(questions, guesses, strict=True):
        size = len(one.choices)
        points.append(shares[one.choices.index(one.keys[0])])
        chance += 1 / size
        variance += sum(share**2 for share in shares) / size - 1 / size**2
    mean = math.fsum(points) / n
    spread = math.sqrt(max(0.0, math.fsum(one**2 for one in points) / n - mean**2) / n)
    error = math.sqrt(max(variance, 0.0)) / n
    z = (mean - chance / n) / error if error > 1e-9 else 0.0  # noqa: PLR2004 - nothing to choose by
    low, high = max(0.0, mean - Z95 * spread), min(1.0, mean + Z95 * spread)
    return Score(group, strategy, n, mean, chance / n, low, high, z)


def _judged(scores: list[Score]) -> list[Score]:
    """Say which are above chance, by Holm (1979): the clearest against alpha / m, and so on."""
    clearest_first = sorted(scores, key=lambda one: -one.z)
    outside = set()
    for place, one in enumerate(clearest_first):
        if upper_tail(one.z) > ALPHA / (len(scores) - place):
            break
        outside.add(one.strategy)
    return [replace(one, is_outside=one.strategy in outside) for one in scores]
