"""How far one learner's answers bear out what the memory model believed of them.

The model says how likely each answer was to come back; this says how likely it really was, from
all that were asked again on a later day. What is believed of one learner stays close to what is
believed of everybody until their answers say otherwise.
"""

import math
from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats: TypeAlias = NDArray[np.floating]

LEAST: Final = 1e-4  # a chance of recall is kept this far from 0 and 1, where its logit ends
LEAST_SLOPE: Final = 0.05  # of b: more belief never means less recall
MOST_STEPS: Final = 50
CLOSE: Final = 1e-9


@dataclass(frozen=True, slots=True)
class Prior:
    """Mean and standard deviation of (a, b) over learners, a and b independent."""

    mean: tuple[float, float]
    sd: tuple[float, float]


# That the model is right, give or take: in simulation a had a spread of 0.2 to 0.5 over learners
# and b one of 0.06 to 0.25. A tighter prior would bring in too little, a wider one only noise.
POPULATION: Final = Prior((0.0, 1.0), (0.7, 0.25))


@dataclass(frozen=True, slots=True)
class Recalibration:
    """The line a + b logit R that turns a believed chance of recall R into a borne out one.

    `covariance` is that of (a, b): how well they are known. `answers` is how many they rest on.
    """

    a: float
    b: float
    covariance: tuple[tuple[float, float], tuple[float, float]]
    answers: int

    def recall(self, believed: ArrayLike) -> Floats:
        """Return the chance of recall, 0 to 1, in the shape of `believed`; nan stays nan."""
        return sigmoid(self.a + self.b * logit(believed))

    def chance_right(self, believed: ArrayLike, guess: ArrayLike = 0.0) -> Floats:
        """Return the chance of a right answer, by knowing or by luck: g + (1 - g) recall."""
        luck = checked_guess(guess)
        return luck + (1 - luck) * self.recall(believed)


def recalibrate(
    believed: ArrayLike, right: ArrayLike, guess: ArrayLike = 0.0, prior: Prior = POPULATION
) -> Recalibration:
    """Return the likeliest (a, b) after the answers given, arrays (answers,).

    `believed` is the model's chance of recall just before each answer, `right` whether it was
    fully right (by luck as well), `guess` the chance of luck: 1 / options, 0 where nothing is
    picked. Only answers to what was seen on an earlier study day tell anything: on the day itself
    recall is 1.

    P(right) = g + (1 - g) sigmoid(a + b logit R): logistic recalibration (Cox 1958, Biometrika
    45, 562-565) with the lower asymptote of the three-parameter item response model (Birnbaum
    1968), without which luck would pass for memory. The mode under a Gaussian prior is found by
    Fisher scoring with halved steps; the covariance is the inverse of the expected information
    and the prior's precision together (Laplace).
    """
    x, y = logit(believed), np.asarray(right, dtype=float)
    if x.ndim != 1 or x.shape != y.shape:
        raise ValueError(f"one chance for each answer, not {x.shape} for {y.shape}")
    if np.isnan(x).any() or not np.isin(y, (0.0, 1.0)).all():
        raise ValueError("an answer has a believed chance, and is right or wrong")
    luck = np.broadcast_to(checked_guess(guess), x.shape)
    posterior = _Posterior(x, y == 1, luck, prior)
    a, b = theta = posterior.mode()
    (aa, ab), (_, bb) = np.linalg.inv(posterior.slope_and_information(theta)[1])
    covariance = (float(aa), float(ab)), (float(ab), float(bb))
    return Recalibration(float(a), float(b), covariance, len(x))


def logit(chance: ArrayLike) -> Floats:
    """Return log(p / (1 - p)) of chances 0 to 1, kept away from both ends; nan stays nan."""
    p = np.asarray(chance, dtype=float)
    if ((p < 0) | (p > 1)).any():
        raise ValueError("a chance is from 0 to 1")
    p = np.clip(p, LEAST, 1 - LEAST)
    return np.asarray(np.log(p / (1 - p)))


def sigmoid(z: ArrayLike) -> Floats:
    """Return 1 / (1 + e^-z); beyond 35 the double nearest to 0 or 1 is near enough."""
    return np.asarray(1 / (1 + np.exp(-np.clip(z, -35.0, 35.0))))


def checked_guess(guess: ArrayLike) -> Floats:
    """Return chances of luck as an array; ValueError unless each is at least 0 and below 1."""
    luck = np.asarray(guess, dtype=float)
    if not ((luck >= 0) & (luck < 1)).all():
        raise ValueError("the chance to be right by luck is at least 0 and below 1")
    return luck


class _Posterior:
    """What the answers and the prior say of theta = (a, b), up to a constant."""

    def __init__(self, x: Floats, is_right: NDArray[np.bool_], luck: Floats, prior: Prior) -> None:
        self._x, self._is_right, self._luck = x, is_right, luck
        self._mean = np.array(prior.mean)
        self._precision = np.diag(1 / np.square(prior.sd))

    def mode(self) -> Floats:
        """Climb from the prior's mean to the top."""
        theta = self._mean
        height = self._log(theta)
        for _ in range(MOST_STEPS):
            slope, information = self.slope_and_information(theta)
            step = np.linalg.solve(information, slope)
            if theta[1] <= LEAST_SLOPE and step[1] < 0:  # along the edge
                step = np.array([slope[0] / information[0, 0], 0.0])
            size = 1.0
            while size > CLOSE:
                ahead = theta + size * step
                ahead[1] = max(ahead[1], LEAST_SLOPE)
                reached = self._log(ahead)
                if reached >= height:
                    break
                size /= 2
            else:
                break
            moved = np.abs(ahead - theta).max()
            theta, height = ahead, reached
            if moved < CLOSE:
                break
        return theta

    def slope_and_information(self, theta: Floats) -> tuple[Floats, Floats]:
        """Return the gradient (2,) and the expected information (2, 2), the prior's included."""
        p = sigmoid(theta[0] + theta[1] * self._x)
        per_logit = (1 - self._luck) * p * (1 - p)
        mu = self._luck + (1 - self._luck) * p
        # per_logit (y - mu) / (mu (1 - mu)) and per_logit^2 / (mu (1 - mu)), with 1 - mu, which
        # can be 0 in doubles, canceled out.
        pull = np.where(self._is_right, per_logit / mu, -p)
        weight = per_logit * p / mu
        slope = np.array([pull.sum(), (pull * self._x).sum()])
        cross = (weight * self._x).sum()
        information = np.array([[weight.sum(), cross], [cross, (weight * self._x**2).sum()]])
        pulled_back = self._precision @ (theta - self._mean)
        return slope - pulled_back, information + self._precision

    def _log(self, theta: Floats) -> float:
        z = theta[0] + theta[1] * self._x
        p = self._luck + (1 - self._luck) * sigmoid(z)
        wrong = (1 - self._luck) * sigmoid(-z)
        likely = float(np.log(np.where(self._is_right, p, wrong)).sum())
        off = theta - self._mean
        value = likely - 0.5 * float(off @ self._precision @ off)
        return value if math.isfinite(value) else -math.inf
