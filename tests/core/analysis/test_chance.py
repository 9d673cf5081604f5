"""Tests of chance against figures from printed tables."""

import pytest

from quizapp.core.analysis.chance import chi_square, chi_square_p, upper_tail


@pytest.mark.parametrize(
    ("statistic", "degrees", "p"),
    [
        (3.841, 1, 0.05),
        (6.635, 1, 0.01),
        (5.991, 2, 0.05),
        (11.345, 3, 0.01),
        (9.488, 4, 0.05),
        (20.090, 8, 0.01),
        (0.0, 3, 1.0),
        (5.0, 0, 1.0),
    ],
)
def test_chi_square_table(statistic: float, degrees: int, p: float) -> None:
    assert chi_square_p(statistic, degrees) == pytest.approx(p, abs=2e-4)


def test_equal_counts_have_no_distance() -> None:
    assert chi_square([5, 5, 5]) == 0
    assert chi_square([10, 0]) == 10
    assert chi_square([0, 0]) == 0


@pytest.mark.parametrize(("z", "p"), [(0, 0.5), (1.645, 0.05), (2.54, 0.0055)])
def test_normal_table(z: float, p: float) -> None:
    assert upper_tail(z) == pytest.approx(p, abs=1e-4)
