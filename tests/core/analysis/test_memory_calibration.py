"""What the memory model expected of reviews, judged by what was recalled."""

from datetime import date, timedelta

import pytest

from quizapp.core.analysis.calibration import TooFewYet
from quizapp.core.analysis.memory_calibration import (
    ENOUGH_IN_BIN,
    ENOUGH_REVIEWS,
    Expected,
    MemoryJudgment,
    judge_memory,
)

FIRST = date(2026, 3, 2)


def reviews(*groups: tuple[float, int, int]) -> Expected:
    """Return reviews from (chance, recalled, of so many), a day a group."""
    rows = [
        (FIRST + timedelta(days=day), chance, place < recalled)
        for day, (chance, recalled, n) in enumerate(groups)
        for place in range(n)
    ]
    on, chances, outcomes = zip(*rows, strict=True) if rows else ((), (), ())
    return Expected.of(on, chances, outcomes)


def judged(*groups: tuple[float, int, int]) -> MemoryJudgment:
    found = judge_memory(reviews(*groups))
    assert isinstance(found, MemoryJudgment)
    return found


def test_both_means_and_the_interval() -> None:
    found = judged((0.8, 70, 100), (0.9, 93, 100))
    assert (found.n, found.share) == (200, 0.815)
    assert found.expected == pytest.approx(0.85)
    # Wilson, 90 %, by hand: n = 200, z = 1.645, z² = 2.706025.
    # middle (0.815 + 2.706025/400) / (1 + 2.706025/200) = 0.821765 / 1.013530 = 0.810795
    # half   1.645 √(0.815·0.185/200 + 2.706025/160000) / 1.013530 = 0.045061
    assert (found.low, found.high) == pytest.approx((0.76575, 0.85585), abs=1e-4)


def test_bins_hold_their_own_reviews() -> None:
    found = judged((0.82, 15, 20), (0.88, 17, 20), (0.93, 28, 30))
    assert [(one.start, one.end, one.n, one.right) for one in found.bins] == [
        (0.8, 0.9, 40, 32),
        (0.9, 0.95, 30, 28),
    ]
    assert found.bins[0].foreseen == pytest.approx(0.85)
    assert found.bins[0].low < 0.8 < found.bins[0].high


def test_a_bin_with_few_reviews_is_not_shown() -> None:
    found = judged((0.55, 5, ENOUGH_IN_BIN - 1), (0.92, 60, 60))
    assert [one.n for one in found.bins] == [60]
    assert found.n == 60 + ENOUGH_IN_BIN - 1, "it counts in the whole"


@pytest.mark.parametrize(
    ("recalled", "is_hopeful", "is_cautious"),
    [(90, False, False), (80, True, False), (98, False, True)],
)
def test_off_is_what_chance_does_not_explain(
    recalled: int, *, is_hopeful: bool, is_cautious: bool
) -> None:
    found = judged((0.9, recalled, 100))
    assert (found.is_hopeful, found.is_cautious) == (is_hopeful, is_cautious)


def test_little_is_not_judged() -> None:
    few = reviews((0.9, 40, ENOUGH_REVIEWS - 1))
    assert judge_memory(few) == TooFewYet(0, ENOUGH_REVIEWS - 1, 0, ENOUGH_REVIEWS)
    assert judge_memory(reviews()) == TooFewYet(0, 0, 0, ENOUGH_REVIEWS)


def test_a_period_begins_with_its_first_day() -> None:
    found = reviews((0.7, 1, 2), (0.8, 2, 3), (0.9, 4, 4)).since(FIRST + timedelta(days=1))
    assert found.chance.tolist() == [0.8] * 3 + [0.9] * 4
    assert found.recalled.tolist() == [True, True, False, True, True, True, True]
