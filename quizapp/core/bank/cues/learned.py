"""A guesser that learns which surfaces tend to be right: a softmax over the options of an item.

The conditional logit of McFadden (1974): the weight of an option is exp(its features · beta).
"""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from quizapp.core.bank.cues.features import features
from quizapp.core.bank.cues.strategies import Shares, folds
from quizapp.core.bank.lint.model import Question

RIDGE: Final = 8.0  # pull of each coefficient toward zero, so that few items teach little
STEPS: Final = 25
SMALLEST_STEP: Final = 1e-8
Array = NDArray[np.float64]


def learned(questions: Sequence[Question]) -> list[Shares]:
    """Return for each item what the guesser learned from the other folds makes of its options."""
    if not questions:
        return []
    x, is_there, is_key = _table(questions)
    guesses: list[Shares] = [[] for _ in questions]
    for inside, outside in folds(len(questions)):
        beta = _fit(x[outside], is_there[outside], is_key[outside]) if outside else None
        for index in inside:
            size = len(questions[index].choices)
            worth = x[index, :size] @ beta if beta is not None else np.zeros(size)
            best = worth >= worth.max() - SMALLEST_STEP
            guesses[index] = [float(one) / float(best.sum()) for one in best]
    return guesses


def _table(questions: Sequence[Question]) -> tuple[Array, Array, Array]:
    """Return features (item, option, feature) in standard units, which options exist, the keys."""
    most = max(len(one.choices) for one in questions)
    rows = [features(one) for one in questions]
    x = np.zeros((len(questions), most, len(rows[0][0])))
    is_there = np.zeros((len(questions), most))
    is_key = np.zeros((len(questions), most))
    for index, (one, row) in enumerate(zip(questions, rows, strict=True)):
        size = len(row)
        x[index, :size] = np.asarray(row) - np.mean(row, axis=0)
        is_there[index, :size] = 1.0
        is_key[index, :size] = [choice.is_key for choice in one.choices]
    spread = x[is_there > 0].std(axis=0)
    return x / np.where(spread > 0, spread, 1.0), is_there, is_key


def _fit(x: Array, is_there: Array, is_key: Array) -> Array:
    """Return the coefficients of the largest penalized likelihood, by Newton's method."""
    beta = np.zeros(x.shape[2])
    for _ in range(STEPS):
        share = _softmax(x @ beta, is_there)
        gradient = np.einsum("io,iof->f", is_key - share, x) - RIDGE * beta
        mean = np.einsum("io,iof->if", share, x)
        curvature = np.einsum("io,iof,iog->fg", share, x, x) - mean.T @ mean
        step = np.linalg.solve(curvature + RIDGE * np.eye(len(beta)), gradient)
        beta = beta + step
        if np.abs(step).max() < SMALLEST_STEP:
            break
    return beta


def _softmax(worth: Array, is_there: Array) -> Array:
    weight: Array = np.exp(worth - worth.max(axis=1, keepdims=True)) * is_there
    share: Array = weight / weight.sum(axis=1, keepdims=True)
    return share
