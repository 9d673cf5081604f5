"""Shares with their intervals, and confidence beside what it should mean."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.core.analysis.progress import EXPECTED_SHARE, calibration_line, wilson
from quizapp.core.scheduling.rating import Confidence

counts = st.integers(0, 2000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@pytest.mark.parametrize(
    ("right", "n", "low", "high"),
    [
        # Textbook values of the 95 % interval, for z = 1.96.
        (8, 10, 0.4902, 0.9433),
        (0, 10, 0.0, 0.2775),
        (81, 263, 0.2553, 0.3662),
    ],
)
def test_known_intervals(right: int, n: int, low: float, high: float) -> None:
    assert wilson(right, n, 1.96) == pytest.approx((low, high), abs=1e-4)


@given(counts)
def test_the_interval_holds_the_share_and_stays_within_0_and_1(count: tuple[int, int]) -> None:
    right, n = count
    low, high = wilson(right, n)
    assert 0 <= low < high <= 1
    if n:
        assert low <= right / n <= high


@given(counts)
def test_right_and_wrong_mirror_each_other(count: tuple[int, int]) -> None:
    right, n = count
    low, high = wilson(right, n)
    assert wilson(n - right, n) == pytest.approx((1 - high, 1 - low))


def test_the_interval_is_that_of_the_score_test() -> None:
    # Its ends are the shares at which the observed one is exactly z standard errors away.
    for end in wilson(30, 40):
        assert abs(30 / 40 - end) == pytest.approx(1.645 * (end * (1 - end) / 40) ** 0.5)


def test_more_answers_narrow_the_interval() -> None:
    widths = [high - low for low, high in (wilson(n * 4 // 5, n) for n in (5, 50, 500))]
    assert widths[0] > widths[1] > widths[2]


def test_nothing_is_known_without_answers() -> None:
    assert wilson(0, 0) == (0.0, 1.0)


def test_ends_are_exact_when_all_or_none_are_right() -> None:
    assert wilson(0, 3)[0] == 0
    assert wilson(3, 3)[1] == 1


@pytest.mark.parametrize(("right", "n"), [(-1, 3), (4, 3), (0, -1)])
def test_counts_that_are_no_share_are_refused(right: int, n: int) -> None:
    with pytest.raises(ValueError, match="no share"):
        wilson(right, n)


@pytest.mark.parametrize("z", [0.0, -1.0, float("nan"), float("inf")])
def test_a_z_that_is_no_width_is_refused(z: float) -> None:
    with pytest.raises(ValueError, match="z must be positive"):
        wilson(1, 2, z)


def test_a_line_says_how_often_a_word_was_right() -> None:
    line = calibration_line(Confidence.CERTAIN, 168, 207)
    assert line.share == pytest.approx(0.81, abs=0.005)
    assert line.expected == 0.95
    assert (line.low, line.high) == wilson(168, 207)
    assert line.is_overconfident
    assert not line.is_underconfident


def test_few_answers_convict_nobody() -> None:
    line = calibration_line(Confidence.CERTAIN, 8, 9)
    assert not line.is_overconfident
    assert not line.is_underconfident


def test_more_often_right_than_said_is_underconfident() -> None:
    line = calibration_line(Confidence.FAIRLY, 95, 100)
    assert line.is_underconfident
    assert not line.is_overconfident


def test_a_word_never_used_has_no_share() -> None:
    line = calibration_line(Confidence.GUESSING, 0, 0)
    assert (line.share, line.low, line.high) == (None, 0.0, 1.0)


def test_every_word_has_a_meaning_and_they_rise() -> None:
    assert list(EXPECTED_SHARE) == list(Confidence)
    assert sorted(EXPECTED_SHARE.values()) == list(EXPECTED_SHARE.values())
