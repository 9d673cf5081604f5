"""How much of one section of the exam a learner would get right, as a range.

The figure is for an exam that is like the banks, taken without another day of study. It says
nothing of how far the exam is unlike the banks, and it is no chance to pass. Memory is what a
model believes of it, corrected by the learner's own answers (`recalibration.py`).

    score = sum_i share_i (g_i + (1 - g_i) p_i),   p_i = sigmoid(a + b logit R_i)

over the items i of the section: share_i = the weight of its topic / the topic's number of items,
g_i = 1 / options, R_i = the believed chance of recall on the exam's day. Of an item never seen
p_i = 0, or the share of first answers that were known, luck taken out. The variance of a result is

    grad' Cov grad + sd_model^2 + score (1 - score) / questions

the first being how well (a, b) are known (delta method), the second the error of this estimate on
other learners, the last the luck of the draw of a test of so many questions. The range is 1.645
standard deviations to either side: nine results in ten.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import numpy as np
from numpy.typing import ArrayLike

from quizapp.core.analysis.progress import Z90
from quizapp.core.analysis.recalibration import Floats, Recalibration, checked_guess, logit
from quizapp.core.scheduling.plan_cards import normal_weights

ENOUGH_ANSWERS: Final = 30  # fewer say next to nothing of a learner
ENOUGH_ITEMS: Final = 30  # a smaller bank is no sample of a section
ENOUGH_FIRST_TRIES: Final = 30
QUESTIONS: Final = 75  # of a section, where nobody knows: half of the 150 said to be scored

# sd_model = MODEL_SPREAD score (1 - score). In simulation (learners whose memory differs from the
# model's, and who guess) the sd of the error was .024 at 5 minutes a day for 30 days, .007 at 10
# for 60 and .001 at 20 for 60: it goes as score (1 - score), and this is a little above each.
MODEL_SPREAD: Final = 0.1


class Reason(StrEnum):
    """Why there is no figure."""

    FEW_ITEMS = "few items"  # the banks hold too few questions of the section: show coverage
    FEW_ANSWERS = "few answers"  # too few answers to what was seen on an earlier day
    NONE_SEEN = "none seen"  # no question of the section was ever answered


class Unknown(StrEnum):
    """What a figure leaves open."""

    BANK = "bank"  # how far the exam is like the banks
    EXAM_DAY = "exam day"  # sleep, nerves, the clock
    NO_MORE_STUDY = "no more study"  # what will be studied until then is not counted
    UNSEEN = "unseen"  # questions never seen count as not known
    FIRST_TRIES = "first tries"  # they count as known as often as first answers showed
    WEIGHTS = "weights"  # no topic's weight is known: all count the same
    QUESTIONS = "questions"  # how many questions the section has


class Standing(StrEnum):
    """Where a range lies to the learner's own line."""

    ABOVE = "above"
    BELOW = "below"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True)
class FirstTries:
    """How many questions were `known` when first seen, 0 to 1, with the variance of that share."""

    known: float
    variance: float
    answers: int


@dataclass(frozen=True, slots=True)
class ItemBelief:
    """One item of a section: its share of the score in any unit, and what is believed of it.

    `believed` is the chance of recall on the exam's day, None for one never seen; `guess` the
    chance to be right by luck.
    """

    share: float
    believed: float | None
    guess: float = 0.0


@dataclass(frozen=True, slots=True)
class SectionItems:
    """The items of a section as arrays (items,); of one never seen `believed` is nan."""

    share: Floats
    believed: Floats
    guess: Floats

    def __post_init__(self) -> None:
        """Make arrays of what was given, and refuse what is no share or chance."""
        share = np.asarray(self.share, dtype=float)
        believed, guess = np.asarray(self.believed, dtype=float), checked_guess(self.guess)
        if not share.shape == believed.shape == guess.shape == (share.size,):
            raise ValueError("a section's items have one share, belief and guess each")
        if not (np.isfinite(share) & (share >= 0)).all() or (share.size and not share.sum() > 0):
            raise ValueError("an item's share of a score is a number from 0 up, and not all are 0")
        logit(believed)  # refuses what is no chance
        object.__setattr__(self, "share", share / share.sum() if share.size else share)
        object.__setattr__(self, "believed", believed)
        object.__setattr__(self, "guess", guess)

    @classmethod
    def of(cls, rows: Iterable[ItemBelief]) -> "SectionItems":
        """Make the arrays from items one by one."""
        given = list(rows)
        believed = [math.nan if row.believed is None else row.believed for row in given]
        share, guess = [row.share for row in given], [row.guess for row in given]
        return cls(np.array(share, float), np.array(believed, float), np.array(guess, float))


@dataclass(frozen=True, slots=True)
class NoReadiness:
    """Why nothing can be said: `have` of the `needed` items or answers are there."""

    reason: Reason
    have: int
    needed: int
    answers: int
    seen: int
    unseen: int


@dataclass(frozen=True, slots=True)
class Readiness:
    """The expected score of a section, and the range of nine results in ten, each 0 to 1.

    `sd` is the standard deviation that the range comes from, `answers` how many the estimate
    rests on, `questions` the length of the test that it is made for.
    """

    point: float
    low: float
    high: float
    sd: float
    answers: int
    seen: int
    unseen: int
    questions: int
    unknowns: tuple[Unknown, ...]

    def against(self, line: float) -> Standing:
        """Say where the range lies to a line, 0 to 1: a range that holds it cannot tell."""
        if not 0 <= line <= 1:
            raise ValueError(f"a line is a share from 0 to 1, not {line!r}")
        if self.low > line:
            return Standing.ABOVE
        return Standing.BELOW if self.high < line else Standing.UNSURE


def shares_of(
    topics: Sequence[str],
    weights: Mapping[str, float | None],
    parts: Sequence[float] | None = None,
) -> Floats:
    """Return each row's share of its section's score (rows,), sum 1, from the topic of each row.

    A topic's weight is shared among its items. `weights` may be in any unit, and one that is not
    known is the mean of those that are. `parts` says what fraction of an item a row is, where an
    item has several gaps with a memory each; without it each row is one item.
    """
    size = np.ones(len(topics)) if parts is None else np.asarray(parts, dtype=float)
    if size.shape != (len(topics),) or not (np.isfinite(size) & (size > 0)).all():
        raise ValueError("each row is some part of an item")
    names = sorted(set(topics))
    place = {name: at for at, name in enumerate(names)}
    at = np.array([place[topic] for topic in topics], dtype=int)
    totals = np.bincount(at, size, minlength=len(names))
    of_topic = normal_weights([weights.get(name) for name in names])
    return np.asarray(of_topic[at] * size / totals[at])


def first_tries(right: ArrayLike, guess: ArrayLike) -> FirstTries | None:
    """Return how much was known at first sight, from first answers ever; None below 30.

    Both are arrays (answers,). With luck g the share right is g + (1 - g) k, so that
    k = sum (right - g) / sum (1 - g), kept within 0 and 1. Its variance is
    sum q (1 - q) / (sum (1 - g))^2 with q = g + (1 - g) k', where k' has one answer known and one
    not known added, so that all right and all wrong are not certain either (Laplace).
    """
    y, g = np.asarray(right, dtype=float), checked_guess(guess)
    if not np.isin(y, (0.0, 1.0)).all():
        raise ValueError("an answer is right or wrong")
    g = np.broadcast_to(g, y.shape)
    if y.size < ENOUGH_FIRST_TRIES:
        return None
    known, room = float((y - g).sum()), float((1 - g).sum())
    smooth = min(1.0, max(0.0, (known + 1) / (room + 2)))
    q = g + (1 - g) * smooth
    variance = float((q * (1 - q)).sum()) / room**2
    return FirstTries(min(1.0, max(0.0, known / room)), variance, y.size)


def readiness(
    items: SectionItems,
    recalibration: Recalibration,
    *,
    tries: FirstTries | None = None,
    questions: int | None = None,
    model_spread: float = MODEL_SPREAD,
    items_in_banks: int | None = None,
    also_unknown: Iterable[Unknown] = (),
) -> Readiness | NoReadiness:
    """Return the expected score of a section with its range, or why none can be given.

    `questions` is the section's length, None where it is not known. `items_in_banks` is the
    number of whole items where rows are gaps of items. The formula stands at the top.
    """
    if questions is not None and questions < 1:
        raise ValueError(f"a section has questions, not {questions}")
    if not 0 <= model_spread < math.inf:
        raise ValueError(f"a spread is a number from 0 up, not {model_spread!r}")
    refused = _refusal(items, recalibration.answers, items_in_banks)
    if refused is not None:
        return refused
    point, variance = _expected(items, recalibration, tries)
    length = questions or QUESTIONS
    variance += (model_spread * point * (1 - point)) ** 2 + point * (1 - point) / length
    half, seen = Z90 * math.sqrt(variance), int((~np.isnan(items.believed)).sum())
    unknowns = [Unknown.BANK, Unknown.EXAM_DAY, Unknown.NO_MORE_STUDY]
    if seen < items.believed.size:
        unknowns.append(Unknown.UNSEEN if tries is None else Unknown.FIRST_TRIES)
    if questions is None:
        unknowns.append(Unknown.QUESTIONS)
    return Readiness(
        point=point,
        low=max(0.0, point - half),
        high=min(1.0, point + half),
        sd=math.sqrt(variance),
        answers=recalibration.answers,
        seen=seen,
        unseen=items.believed.size - seen,
        questions=length,
        unknowns=tuple(dict.fromkeys((*unknowns, *also_unknown))),
    )


def _expected(
    items: SectionItems, recalibration: Recalibration, tries: FirstTries | None
) -> tuple[float, float]:
    """Return the expected score, and its variance as far as (a, b) and first tries go."""
    is_seen = ~np.isnan(items.believed)
    stake = items.share * (1 - items.guess)  # what knowing it is worth beyond luck
    p = np.where(is_seen, recalibration.recall(items.believed), tries.known if tries else 0.0)
    point = min(1.0, float((items.share * items.guess + stake * p).sum()))
    steep = (stake * p * (1 - p))[is_seen]
    grad = np.array([steep.sum(), (steep * logit(items.believed[is_seen])).sum()])
    variance = float(grad @ np.array(recalibration.covariance) @ grad)
    if tries is not None:
        variance += float(stake[~is_seen].sum()) ** 2 * tries.variance
    return point, variance


def _refusal(items: SectionItems, answers: int, items_in_banks: int | None) -> NoReadiness | None:
    """Say why there is no figure; None where there is one."""
    total = items.believed.size
    seen = int((~np.isnan(items.believed)).sum())
    number = total if items_in_banks is None else items_in_banks
    checks = (
        (Reason.FEW_ITEMS, number, ENOUGH_ITEMS),
        (Reason.FEW_ANSWERS, answers, ENOUGH_ANSWERS),
        (Reason.NONE_SEEN, seen, 1),
    )
    for reason, have, needed in checks:
        if have < needed:
            return NoReadiness(reason, have, needed, answers, seen, total - seen)
    return None
