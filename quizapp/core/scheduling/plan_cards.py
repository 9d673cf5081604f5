"""What the exam planner is told: cards as arrays, what each is worth, what an answer costs."""

import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final

import numpy as np

from quizapp.core.scheduling.forgetting import Bools, Floats, Forgetting, Ints
from quizapp.core.scheduling.memory import Memory
from quizapp.core.scheduling.queue import COST_LAPSE, COST_NEW, COST_OK

ENOUGH = 30  # observations from which a learner's own figures replace the published ones
MAX_CARDS = 100_000

# Averages of the simulation defaults of fsrs-rs (scheduling.md, section 5).
FIRST_RATINGS: Final = (0.24, 0.094, 0.495, 0.171)  # Again, Hard, Good, Easy of first answers
PASS_RATINGS: Final = (0.224, 0.631, 0.145)  # Hard, Good, Easy of right answers


@dataclass(frozen=True, slots=True)
class PlanCard:
    """One card. `topic` "" is none; `guess` the chance to be right by luck; no `memory`: new."""

    topic: str
    is_self_graded: bool = False
    guess: float = 0.0
    memory: Memory | None = None


@dataclass(frozen=True, slots=True)
class Cards:
    """The cards of some learners: arrays (learners, items), or (items,) where all share them.

    A new card has any stability and difficulty. `elapsed` is whole study days since the last
    review, so 0 is a card that was done today. `topic` is a place in `topic_names`.
    """

    stability: Floats  # (learners, items), days
    difficulty: Floats  # (learners, items), 1 to 10
    elapsed: Ints  # (learners, items)
    seen: Bools  # (learners, items)
    topic: Ints  # (items,)
    is_self_graded: Bools  # (items,)
    guess: Floats  # (items,), 0 to 1
    weights: Floats  # (topics,), sum 1
    topic_names: tuple[str, ...]
    sizes: Ints = field(init=False)  # (topics,), items
    worth: Floats = field(init=False)  # (items,), share of the exam's score

    def __post_init__(self) -> None:
        """Work out what an item is worth: its topic's weight by its topic's number of items."""
        sizes = np.bincount(self.topic, minlength=len(self.topic_names))
        object.__setattr__(self, "sizes", sizes)
        object.__setattr__(self, "worth", (self.weights / np.maximum(sizes, 1))[self.topic])

    def of_learner(self, row: int) -> "Cards":
        """Return the cards of one learner, (1, items)."""
        return replace(
            self,
            stability=self.stability[[row]],
            difficulty=self.difficulty[[row]],
            elapsed=self.elapsed[[row]],
            seen=self.seen[[row]],
        )


@dataclass(frozen=True, slots=True)
class Columns:
    """What is the same of some items for every learner: arrays (items,)."""

    topic: Ints  # place in `topic_names`
    topic_names: tuple[str, ...]
    is_self_graded: Bools
    guess: Floats

    def only(self, kept: Bools) -> "Columns":
        """Return the columns of the items in `kept` (items,), and of their topics."""
        places, topic = np.unique(self.topic[kept], return_inverse=True)
        names = tuple(self.topic_names[place] for place in places)
        return Columns(topic, names, self.is_self_graded[kept], self.guess[kept])


def columns_of(rows: Sequence[PlanCard]) -> Columns:
    """Return what is the same of `rows` for every learner, in their order."""
    if len(rows) > MAX_CARDS:
        raise ValueError(f"a plan takes at most {MAX_CARDS} cards, not {len(rows)}")
    names = tuple(sorted({row.topic for row in rows}))
    place = {name: at for at, name in enumerate(names)}
    return Columns(
        topic=np.array([place[row.topic] for row in rows], int),
        topic_names=names,
        is_self_graded=np.array([row.is_self_graded for row in rows], bool),
        guess=np.array([row.guess for row in rows], float),
    )


def cards_of(rows: Sequence[PlanCard], weights: Mapping[str, float | None], today: date) -> Cards:
    """Return the cards of one learner, in the order of `rows`; as `cards_with`."""
    memories = {place: row.memory for place, row in enumerate(rows) if row.memory}
    return cards_with(columns_of(rows), memories, weights, today)


def cards_with(
    columns: Columns,
    memories: Mapping[int, Memory],
    weights: Mapping[str, float | None],
    today: date,
) -> Cards:
    """Return the cards of one learner: `memories` by place in `columns`, all others are new.

    `weights` are those of the exam's outline, in any unit; a topic of the cards that is not in it
    has an unknown one, and a topic without cards is left out: the plan is for what can be asked.
    ValueError for a memory from after `today`.
    """
    if any(memory.last_on > today for memory in memories.values()):
        raise ValueError(f"a card was reviewed after {today}, the day that is planned")
    places, known = list(memories), list(memories.values())
    size = len(columns.topic)
    stability, difficulty = np.full((1, size), 1.0), np.full((1, size), 5.0)
    elapsed, seen = np.zeros((1, size), int), np.zeros((1, size), bool)
    if places:
        stability[0, places] = [memory.stability for memory in known]
        difficulty[0, places] = [memory.difficulty for memory in known]
        elapsed[0, places] = [(today - memory.last_on).days for memory in known]
        seen[0, places] = True
    return Cards(
        stability=stability,
        difficulty=difficulty,
        elapsed=elapsed,
        seen=seen,
        topic=columns.topic,
        is_self_graded=columns.is_self_graded,
        guess=columns.guess,
        weights=normal_weights([weights.get(name) for name in columns.topic_names]),
        topic_names=columns.topic_names,
    )


def normal_weights(weights: Sequence[float | None]) -> Floats:
    """Return weights of sum 1. An unknown one (None) is the mean of the known.

    Where none is known, or all are 0, all are equal. ValueError for a negative or endless one.
    """
    known = [one for one in weights if one is not None]
    if not all(0 <= one < np.inf for one in known):
        raise ValueError(f"a topic's weight must be a number from 0 up, not {known!r}")
    mean = statistics.fmean(known) if sum(known) > 0 else 1.0
    filled = np.array([mean if one is None or not sum(known) else one for one in weights], float)
    return filled / filled.sum() if len(filled) else filled


@dataclass(frozen=True, slots=True)
class Costs:
    """Seconds of a right answer, of a wrong one with its repeat, and of a first one."""

    ok: float = COST_OK
    lapse: float = COST_LAPSE
    new: float = COST_NEW

    def __post_init__(self) -> None:
        """Refuse costs that would make a session free or endless."""
        if not all(0 < one < np.inf for one in (self.ok, self.lapse, self.new)):
            raise ValueError(f"an answer must take some seconds, not {self!r}")


def own_costs(ok: Sequence[float], lapse: Sequence[float], new: Sequence[float]) -> Costs:
    """Return a learner's medians, each where there are 30 observations, else the published mean.

    What is given are the seconds of right answers, of wrong ones with their repeat on the same
    day, and of first answers with theirs.
    """

    def typical(seconds: Sequence[float], published: float) -> float:
        return max(statistics.median(seconds), 1.0) if len(seconds) >= ENOUGH else published

    return Costs(typical(ok, COST_OK), typical(lapse, COST_LAPSE), typical(new, COST_NEW))


@dataclass(frozen=True, slots=True)
class Shares:
    """How often answers get which rating.

    Items whose rating is derived know only Again and Good: `first_wrong` of first answers are
    wrong or guessed. Self-graded cards have all four.
    """

    first_wrong: float = FIRST_RATINGS[0]
    first: tuple[float, float, float, float] = FIRST_RATINGS
    passed: tuple[float, float, float] = PASS_RATINGS

    def of_first(self, is_self_graded: Bools) -> Floats:
        """Return the shares (4, items) of first ratings."""
        derived = np.array([self.first_wrong, 0.0, 1.0 - self.first_wrong, 0.0])
        return np.where(is_self_graded, np.array(self.first)[:, None], derived[:, None])

    def of_passed(self, is_self_graded: Bools) -> Floats:
        """Return the shares (3, items) of Hard, Good and Easy among right answers."""
        derived = np.array([0.0, 1.0, 0.0])
        return np.where(is_self_graded, np.array(self.passed)[:, None], derived[:, None])


def own_shares(wrong: int, answered: int) -> Shares:
    """Return a learner's share of first answers that were wrong or guessed, from 30 on."""
    if not 0 <= wrong <= answered:
        raise ValueError(f"{wrong} wrong of {answered} first answers cannot be")
    return Shares(first_wrong=wrong / answered) if answered >= ENOUGH else Shares()


@dataclass(frozen=True, slots=True)
class Repeats:
    """Good answers on the same day that follow: one after an Again, as sessions go."""

    first: tuple[int, int, int, int] = (1, 0, 0, 0)  # after a first Again, Hard, Good, Easy
    lapse: int = 1


@dataclass(frozen=True, slots=True)
class Profile:
    """One learner's memory and pace."""

    forgetting: Forgetting = field(default_factory=Forgetting)
    costs: Costs = field(default_factory=Costs)
    shares: Shares = field(default_factory=Shares)
    repeats: Repeats = field(default_factory=Repeats)

    def of_learner(self, row: int) -> "Profile":
        """Return the profile of one learner, where parameters differ."""
        return replace(self, forgetting=self.forgetting.of_learner(row))


DEFAULT_PROFILE: Final = Profile()
