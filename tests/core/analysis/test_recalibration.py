"""What the answers of one learner say of the memory model, on answers made up with a seed."""

import math
from dataclasses import dataclass

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizapp.core.analysis.recalibration import (
    LEAST_SLOPE,
    POPULATION,
    Floats,
    Prior,
    logit,
    recalibrate,
    sigmoid,
)

FLAT = Prior((0.0, 1.0), (30.0, 10.0))  # next to no prior: what the answers say alone
chances = st.floats(0, 1)


@dataclass
class Answers:
    """Answers of somebody whose true recall is sigmoid(a + b logit R), with luck `guess`."""

    a: float
    b: float
    count: int
    guess: float = 0.0
    seed: int = 1

    def __post_init__(self) -> None:
        rng = np.random.default_rng(self.seed)
        self.believed: Floats = rng.uniform(0.3, 0.99, self.count)
        true = sigmoid(self.a + self.b * logit(self.believed))
        self.right = rng.random(self.count) < self.guess + (1 - self.guess) * true


@pytest.mark.parametrize("guess", [0.0, 0.25, 0.5])
@pytest.mark.parametrize(("a", "b"), [(0.0, 1.0), (-0.8, 0.7), (0.6, 1.3)])
def test_known_lines_are_found_again(a: float, b: float, guess: float) -> None:
    answers = Answers(a, b, 20_000, guess)
    found = recalibrate(answers.believed, answers.right, guess, FLAT)
    (aa, _), (_, bb) = found.covariance
    assert found.a == pytest.approx(a, abs=0.15)
    assert found.b == pytest.approx(b, abs=0.15)
    assert abs(found.a - a) < 3.5 * math.sqrt(aa)
    assert abs(found.b - b) < 3.5 * math.sqrt(bb)
    assert found.answers == 20_000


def test_the_covariance_is_the_spread_of_many_fits() -> None:
    answers = [Answers(-0.3, 0.9, 300, 0.25, seed) for seed in range(150)]
    fits = [recalibrate(one.believed, one.right, 0.25, FLAT) for one in answers]
    spread = np.cov([[fit.a for fit in fits], [fit.b for fit in fits]])
    said = np.mean([fit.covariance for fit in fits], axis=0)
    assert np.diag(said) == pytest.approx(np.diag(spread), rel=0.35)
    assert said[0, 1] == said[1, 0]
    assert math.copysign(1, said[0, 1]) == math.copysign(1, spread[0, 1])


def test_without_answers_there_is_the_prior() -> None:
    found = recalibrate([], [], [])
    assert (found.a, found.b, found.answers) == (0.0, 1.0, 0)
    assert np.array(found.covariance) == pytest.approx(np.diag([0.7**2, 0.25**2]))
    believed = np.array([0.1, 0.5, 0.93])
    assert found.recall(believed) == pytest.approx(believed)


def test_few_answers_hardly_move_the_prior() -> None:
    answers = Answers(-2.0, 0.5, 3)
    found = recalibrate(answers.believed, answers.right)
    alone = recalibrate(answers.believed, answers.right, 0.0, FLAT)
    assert abs(found.a) < 0.7
    assert abs(found.b - 1) < 0.1
    assert abs(alone.a) > abs(found.a)


def test_many_answers_move_it_all_the_way() -> None:
    answers = Answers(-1.0, 1.0, 5_000)
    assert recalibrate(answers.believed, answers.right).a == pytest.approx(-1.0, abs=0.12)


def test_luck_does_not_pass_for_memory() -> None:
    answers = Answers(-0.5, 1.0, 5_000, guess=0.25)
    honest = recalibrate(answers.believed, answers.right, 0.25)
    fooled = recalibrate(answers.believed, answers.right, 0.0)
    true = sigmoid(-0.5 + logit(0.8))
    assert honest.recall(0.8) == pytest.approx(true, abs=0.03)
    assert fooled.recall(0.8) > true + 0.05


def test_each_answer_has_luck_of_its_own() -> None:
    picked, typed = Answers(-0.5, 1.0, 5_000, 0.25, 2), Answers(-0.5, 1.0, 5_000, 0.0, 3)
    believed = np.concatenate([picked.believed, typed.believed])
    right = np.concatenate([picked.right, typed.right])
    luck = np.concatenate([np.full(5_000, 0.25), np.zeros(5_000)])
    assert recalibrate(believed, right, luck, FLAT).a == pytest.approx(-0.5, abs=0.1)


def test_the_slope_of_the_posterior_is_0_at_the_answer() -> None:
    answers = Answers(-0.4, 0.8, 200, 0.25)
    found = recalibrate(answers.believed, answers.right, 0.25)

    def height(a: float, b: float) -> float:
        z = a + b * logit(answers.believed)
        p = 0.25 + 0.75 / (1 + np.exp(-z))
        likely = np.where(answers.right, np.log(p), np.log(1 - p)).sum()
        return float(likely - 0.5 * ((a / 0.7) ** 2 + ((b - 1) / 0.25) ** 2))

    top = height(found.a, found.b)
    for step in (0.001, 0.05):
        around = [(step, 0.0), (-step, 0.0), (0.0, step), (0.0, -step)]
        assert all(height(found.a + da, found.b + db) < top for da, db in around)


@pytest.mark.parametrize("believed", [0.0, 0.5, 1.0])
@pytest.mark.parametrize("guess", [0.0, 0.25])
@pytest.mark.parametrize("is_right", [True, False])
def test_one_sided_answers_stay_finite(*, believed: float, guess: float, is_right: bool) -> None:
    found = recalibrate([believed] * 400, [is_right] * 400, guess)
    assert math.isfinite(found.a)
    assert found.b >= LEAST_SLOPE
    assert np.linalg.eigvalsh(np.array(found.covariance)).min() > 0
    start = recalibrate([], []).recall(believed)
    assert found.recall(believed) >= start if is_right else found.recall(believed) <= start


def test_believing_more_never_means_recalling_less() -> None:
    # Somebody who knows just what the model thinks forgotten, and nothing else.
    believed = np.linspace(0.05, 0.99, 2_000)
    found = recalibrate(believed, believed < 0.5, 0.0, FLAT)
    assert found.b == LEAST_SLOPE
    assert found.a == pytest.approx(float(logit((believed < 0.5).mean())), abs=0.1)


@settings(max_examples=60)
@given(st.lists(st.tuples(chances, st.booleans(), st.floats(0, 0.9)), max_size=40))
def test_whatever_was_answered_recall_rises_with_belief(
    answers: list[tuple[float, bool, float]],
) -> None:
    believed, right, guess = ([one[at] for one in answers] for at in range(3))
    found = recalibrate(believed, right, guess)
    recall = found.recall(np.linspace(0, 1, 21))
    assert (np.diff(recall) >= 0).all()
    assert recall.min() >= 0
    assert recall.max() <= 1
    variances = np.linalg.eigvalsh(np.array(found.covariance))
    assert 0 < variances.min() <= variances.max() <= 0.7**2 + 1e-9  # answers never add doubt


def test_a_chance_to_be_right_has_luck_in_it() -> None:
    found = recalibrate([], [])
    assert found.chance_right(0.8, 0.25) == pytest.approx(0.85)
    assert found.chance_right([0.8, 0.5]) == pytest.approx([0.8, 0.5])
    assert np.isnan(found.recall(math.nan))


@pytest.mark.parametrize(
    ("believed", "right", "guess", "problem"),
    [
        ([0.5], [True, False], 0.0, "one chance for each answer"),
        ([[0.5]], [[True]], 0.0, "one chance for each answer"),
        ([math.nan], [True], 0.0, "believed chance"),
        ([0.5], [0.5], 0.0, "right or wrong"),
        ([1.2], [True], 0.0, "from 0 to 1"),
        ([0.5], [True], 1.0, "luck"),
        ([0.5], [True], math.nan, "luck"),
    ],
)
def test_what_is_no_answer_is_refused(
    believed: list[float], right: list[float], guess: float, problem: str
) -> None:
    with pytest.raises(ValueError, match=problem):
        recalibrate(believed, right, guess)


def test_the_prior_is_the_population() -> None:
    assert (POPULATION.mean, POPULATION.sd) == ((0.0, 1.0), (0.7, 0.25))
