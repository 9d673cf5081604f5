"""Which ideas a learner takes for one another, from the wrong options that they chose."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

LEAST_TIMES: Final = 2  # one wrong answer is no confusion yet


@dataclass(frozen=True, slots=True)
class MixUp:
    """Two concepts: how often the other one was chosen where `right` was, and the reverse."""

    right: str
    other: str
    times: int
    reverse: int

    @property
    def total(self) -> int:
        return self.times + self.reverse


def mix_ups(chosen: Iterable[tuple[str, str]], most: int) -> list[MixUp]:
    """Rank pairs by how often they were mixed up, at most `most` of them.

    `chosen` are (concept of the question, concept of the wrong option that was chosen). The
    direction that came more often gives `right` and `other`; of equal pairs the first by name
    comes first. A pair that was met once is left out.
    """
    counts = Counter(pair for pair in chosen if pair[0] and pair[1] and pair[0] != pair[1])
    found = []
    for pair in {(min(pair), max(pair)) for pair in counts}:
        one, other = pair, (pair[1], pair[0])
        first, second = (one, other) if counts[one] >= counts[other] else (other, one)
        found.append(MixUp(*first, counts[first], counts[second]))
    found = [one for one in found if one.total >= LEAST_TIMES]
    return sorted(found, key=lambda one: (-one.total, one.right, one.other))[:most]
