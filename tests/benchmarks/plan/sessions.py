"""The days of the made-up learners: what a policy lists is worked through until time is up."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np

from quizapp.core.scheduling.forgetting import Bools, Floats, Forgetting, Ints
from quizapp.core.scheduling.rating import Rating
from tests.benchmarks.plan.learners import DRAWS, REPEATS, Population

NOTHING = -1  # in a list of places: nothing more to do


@dataclass
class State:
    """Every card of every learner, (learners, items), on day `day`. Policies see the believed one.

    `last` is the day of the last review.
    """

    population: Population
    budget_seconds: float
    day: int = 0
    stability: Floats = field(init=False)
    difficulty: Floats = field(init=False)
    believed_stability: Floats = field(init=False)
    believed_difficulty: Floats = field(init=False)
    last: Ints = field(init=False)
    answers: Ints = field(init=False)

    def __post_init__(self) -> None:
        """Begin with nothing seen."""
        shape = self.population.noise.shape
        self.stability, self.difficulty = np.ones(shape), np.full(shape, 5.0)
        self.believed_stability = self.stability.copy()
        self.believed_difficulty = self.difficulty.copy()
        self.last, self.answers = np.full(shape, -1), np.zeros(shape, int)

    @property
    def seen(self) -> Bools:
        """Return which cards were ever asked."""
        return self.answers > 0

    @property
    def left(self) -> int:
        """Return the days to the exam."""
        return self.population.setting.days - self.day

    def believed_recall(self, day: int) -> Floats:
        """Return the believed recall on `day`; 0 for what is new."""
        recall = self.population.believed.recall(day - self.last, self.believed_stability)
        return np.where(self.seen, recall, 0.0)


class Policy(Protocol):
    """A way to study."""

    @property
    def name(self) -> str:
        """Return what it is, in words."""
        ...

    def places(self, state: State, most: int) -> Ints:
        """Return up to `most` places a learner, best first, padded with NOTHING."""
        ...

    def after(self, state: State, rows: Ints, items: Ints) -> None:
        """Learn which cards (cells of rows and items) were asked."""
        ...


@dataclass(frozen=True)
class Asked:
    """The reviews, not first answers, that a run asked: for the test of readiness."""

    learner: Ints
    recall: Floats  # as believed before the answer
    is_right: Bools  # as shown to the planner


@dataclass(frozen=True)
class Outcome:
    """What a run brought, for each learner (learners,)."""

    score: Floats
    recall: Floats  # the score without guesses
    minutes: Floats
    state: State
    exam_recall: Floats  # (learners, items)
    asked: Asked


def run(policy: Policy, population: Population, *, share: float = 1.0) -> Outcome:
    """Let all learners follow `policy` with a share of their minutes, until the exam."""
    setting = population.setting
    state = State(population, 60.0 * setting.minutes * share)
    most = 1 + int(state.budget_seconds / population.costs.passed.min())
    used = np.zeros(setting.learners)
    asked: list[tuple[Ints, Floats, Bools]] = []
    for state.day in range(setting.days):
        places = policy.places(state, min(most, setting.items))
        places = np.where(population.is_present[:, [state.day]], places, NOTHING)
        used += _study(policy, state, places, asked)
    recall = population.memory.recall(setting.days - state.last, state.stability)
    recall = np.where(state.seen, recall, 0.0)
    score = recall + (1 - recall) * setting.guess
    log = [np.concatenate(part) for part in zip(*asked, strict=True)] if asked else []
    return Outcome(
        score=(score * population.worth).sum(1),
        recall=(recall * population.worth).sum(1),
        minutes=used / 60,
        state=state,
        exam_recall=recall,
        asked=Asked(*log),
    )


def _study(
    policy: Policy, state: State, places: Ints, asked: list[tuple[Ints, Floats, Bools]]
) -> Floats:
    """Work through one day's lists; return the seconds of each learner."""
    population = state.population
    rows = np.broadcast_to(np.arange(len(places))[:, None], places.shape)
    seen, elapsed = state.seen[rows, places], state.day - state.last[rows, places]
    true = population.memory.recall(elapsed, state.stability[rows, places])
    believed = population.believed.recall(elapsed, state.believed_stability[rows, places])
    rating, luck = _answers(population, rows, places, state.answers[rows, places], true, seen)
    costs = population.costs
    seconds = np.where(
        seen,
        np.where(rating == Rating.AGAIN, costs.lapse, costs.passed[np.maximum(rating - 2, 0)]),
        costs.first[rating - 1],
    )
    expected = costs.lapse + (costs.mean_ok - costs.lapse) * believed
    expected = np.where(seen, expected, costs.mean_first)
    # A card is begun while its expected seconds still fit; the first that does not ends the day.
    before = np.cumsum(seconds, 1) - seconds
    fits = (before + expected <= state.budget_seconds) & (places != NOTHING)
    todo = np.logical_and.accumulate(fits, axis=1)
    shown = rating
    if population.setting.has_lucky_guesses:
        is_lucky = (rating == Rating.AGAIN) & (luck < population.setting.guess)
        shown = np.where(is_lucky, int(Rating.GOOD), rating)
    cells = rows[todo], places[todo]
    was_seen = seen[todo]
    asked.append((cells[0][was_seen], believed[todo][was_seen], shown[todo][was_seen] > 1))
    noise = np.where(was_seen, 1.0, population.noise[cells])
    _learn(
        population.memory, (state.stability, state.difficulty), cells, (true, rating), todo, seen
    )
    state.stability[cells] *= noise
    _learn(
        population.believed,
        (state.believed_stability, state.believed_difficulty),
        cells,
        (believed, shown),
        todo,
        seen,
    )
    state.last[cells] = state.day
    state.answers[cells] += 1
    policy.after(state, *cells)
    return np.asarray((seconds * todo).sum(1))


def _answers(
    population: Population, rows: Ints, places: Ints, answers: Ints, recall: Floats, seen: Bools
) -> tuple[Ints, Floats]:
    """Return the rating each card would get, and the luck (0 to 1) of whoever has to guess."""
    at = answers % DRAWS
    rating_draw = population.ratings[rows, places, at]
    recalled = population.recalls[rows, places, at] < recall
    first_limits = np.cumsum(population.first_shares, 1)[:, None, :3]
    first = 1 + (rating_draw[..., None] > first_limits).sum(-1)
    passed = 2 + (rating_draw[..., None] > np.cumsum(population.costs.pass_shares)[:2]).sum(-1)
    rating = np.where(seen, np.where(recalled, passed, int(Rating.AGAIN)), first)
    return rating, (rating_draw * 997.0) % 1.0


def _learn(
    memory: Forgetting,
    state: tuple[Floats, Floats],
    cells: tuple[Ints, Ints],
    answers: tuple[Floats, Ints],
    todo: Bools,
    seen: Bools,
) -> None:
    """Move the states of the cards that were asked, in place."""
    stability, difficulty = state
    recall, rating, seen = answers[0][todo], answers[1][todo], seen[todo]
    for one in Rating:
        new = ~seen & (rating == one)
        rows, items = cells[0][new], cells[1][new]
        first = memory.first(one, REPEATS.first[one - 1])
        stability[rows, items] = np.broadcast_to(first[0], stability.shape)[rows, items]
        difficulty[rows, items] = np.broadcast_to(first[1], stability.shape)[rows, items]
        old = seen & (rating == one)
        rows, items = cells[0][old], cells[1][old]
        review = memory.of_rows(rows).review(stability[rows, items], difficulty[rows, items])
        repeats = REPEATS.lapse if one == Rating.AGAIN else 0
        difficulty[rows, items] = review.difficulty(one, repeats)
        stability[rows, items] = (
            review.lapsed(recall[old], repeats)
            if one == Rating.AGAIN
            else review.recalled(recall[old], one)
        )


def best_first(priority: Floats, most: int) -> Ints:
    """Return the places of the `most` highest priorities (learners, items); -inf is left out."""
    order = np.argsort(-priority, axis=1, kind="stable")[:, :most]
    is_listed = np.isfinite(np.take_along_axis(priority, order, 1))
    return np.where(is_listed, order, NOTHING)


def padded(lists: Sequence[Sequence[int]], most: int) -> Ints:
    """Return lists of places as one array (learners, most)."""
    places = np.full((len(lists), most), NOTHING)
    for row, those in enumerate(lists):
        places[row, : len(those)] = those
    return places
