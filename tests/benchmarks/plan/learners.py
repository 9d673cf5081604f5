"""Made-up learners for the benchmark of the exam plan: what they forget, how long they take.

FSRS-6 is assumed to describe memory, each learner with parameters of their own. Ratings, seconds
and steps of a session are the averages that the simulator of fsrs-rs ships as its defaults.
"""

from dataclasses import dataclass, field

import numpy as np

from quizapp.core.scheduling.forgetting import Bools, Floats, Forgetting, Ints
from quizapp.core.scheduling.memory import DEFAULT_PARAMETERS
from quizapp.core.scheduling.plan_cards import FIRST_RATINGS, PASS_RATINGS, Repeats
from quizapp.core.scheduling.rating import Rating

# Good answers on the day of the first one, by its rating, and after a lapse.
REPEATS = Repeats(first=(2, 2, 1, 0), lapse=1)
DRAWS = 48  # prepared for each item; a card that is asked more often begins again at the first

# Seconds of Again, Hard, Good and Easy while learning, in review and while relearning.
SECONDS = np.array(
    [[19.58, 18.79, 13.78, 10.71], [19.38, 17.59, 12.38, 8.94], [16.44, 15.25, 12.32, 8.03]]
)
# Chance of the next rating after each, on the same day.
LEARNING = np.array(
    [
        [0.3686, 0.0628, 0.5108, 0.0577],
        [0.0442, 0.4553, 0.4457, 0.0549],
        [0.0519, 0.047, 0.8462, 0.055],
        [0, 0, 0, 1.0],
    ]
)
RELEARNING = np.array(
    [
        [0.2157, 0.0643, 0.6595, 0.0604],
        [0.05, 0.4638, 0.4475, 0.0387],
        [0.1057, 0.1434, 0.7266, 0.0244],
        [0, 0, 0, 1.0],
    ]
)
LONGEST_DAY = 5  # answers to one card after its first


@dataclass(frozen=True)
class Setting:
    """What the learners have to do, with `minutes` a day; vignettes have a `cost_scale` of 4."""

    days: int
    items: int
    minutes: float
    cost_scale: float = 1.0
    missed: float = 0.0  # share of days on which nobody studies
    is_misspecified: bool = False  # the planner knows the default memory only; items differ
    has_lucky_guesses: bool = False  # of which the planner is told "Good"
    has_two_grades: bool = False  # Again and Good
    is_equal: bool = False  # every item is worth the same
    has_one_memory: bool = False  # all learners have the default parameters
    learners: int = 30
    topics: int = 8
    guess: float = 0.25

    @property
    def name(self) -> str:
        """Return days/items/minutes and what is special."""
        special = {
            f"costs x{self.cost_scale:g}": self.cost_scale != 1,
            "misspecified": self.is_misspecified,
            "lucky guesses": self.has_lucky_guesses,
            f"{self.missed:.0%} of days missed": self.missed > 0,
            "two grades": self.has_two_grades,
        }
        words = [
            f"{self.days}/{self.items}/{self.minutes:g}",
            *(w for w, on in special.items() if on),
        ]
        return ", ".join([*words, "equal worth" if self.is_equal else "uneven"])


class Costs:
    """Seconds of a whole session: by first rating (4,), by passing rating (3,), of a lapse."""

    def __init__(self, scale: float, *, has_two_grades: bool) -> None:
        """Add to the first answer what follows it on the same day, on average."""
        first = [SECONDS[0, at] + _following(at + 1, LEARNING, 0, steps=2) for at in range(4)]
        self.first = scale * np.array(first)
        self.passed = scale * SECONDS[1, 1:]
        self.lapse = scale * (SECONDS[1, 0] + _following(Rating.AGAIN, RELEARNING, 2, steps=1))
        self.first_shares, self.pass_shares = np.array(FIRST_RATINGS), np.array(PASS_RATINGS)
        if has_two_grades:
            self.first_shares = np.array([FIRST_RATINGS[0], 0, 1 - FIRST_RATINGS[0], 0])
            self.pass_shares = np.array([0.0, 1.0, 0.0])

    @property
    def mean_first(self) -> float:
        """Return the mean seconds of a first session."""
        return float(self.first @ self.first_shares)

    @property
    def mean_ok(self) -> float:
        """Return the mean seconds of a review that is passed."""
        return float(self.passed @ self.pass_shares)


def _following(rating: int, chances: Floats, kind: int, *, steps: int) -> float:
    """Return the expected seconds of what follows `rating` until enough steps are passed."""
    need = steps - 1 if rating > Rating.HARD else steps

    def after(rating: int, streak: int, left: int) -> float:
        if not left or streak >= need or rating == Rating.EASY:
            return 0.0
        total = 0.0
        for at, chance in enumerate(chances[rating - 1]):
            longer = 0 if at == 0 else streak + (at > 1)
            total += chance * (SECONDS[kind, at] + after(at + 1, longer, left - 1))
        return float(total)

    return after(rating, 0, LONGEST_DAY)


@dataclass
class Population:
    """The learners of one seed, with every draw they will need: policies meet the same luck."""

    setting: Setting
    seed: int
    costs: Costs = field(init=False)
    topic: Ints = field(init=False)  # (items,)
    weights: Floats = field(init=False)  # (topics,), sum 1
    worth: Floats = field(init=False)  # (items,)
    memory: Forgetting = field(init=False)  # as it is
    believed: Forgetting = field(init=False)  # as the planner believes it to be
    noise: Floats = field(init=False)  # (learners, items), by which an item's stability is off
    first_shares: Floats = field(init=False)  # (learners, 4)
    recalls: Floats = field(init=False)  # (learners, items, draws), 0 to 1
    ratings: Floats = field(init=False)  # (learners, items, draws), 0 to 1
    is_present: Bools = field(init=False)  # (learners, days)

    def __post_init__(self) -> None:
        """Draw outline, memories and luck, in this order: a seed gives the same learners."""
        rng, setting = np.random.default_rng(self.seed), self.setting
        shape = setting.learners, setting.items
        self.costs = Costs(setting.cost_scale, has_two_grades=setting.has_two_grades)
        self.weights = rng.dirichlet(np.full(setting.topics, 6.0))
        sizes = _sizes(rng, setting)
        self.topic = rng.permutation(np.repeat(np.arange(setting.topics), sizes))
        if setting.is_equal:
            self.weights = sizes / setting.items
        self.worth = (self.weights / sizes)[self.topic]
        usual = np.tile(DEFAULT_PARAMETERS, (setting.learners, 1))
        own = usual if setting.has_one_memory else _parameters(rng, usual)
        self.memory = Forgetting(own)
        self.believed = Forgetting(usual if setting.is_misspecified else own)
        self.noise = np.ones(shape)
        if setting.is_misspecified:
            self.noise = np.exp(rng.normal(0, 0.5, shape))
        tilt = 0.0 if setting.has_one_memory else rng.normal(0, 0.5, (setting.learners, 1))
        shares = self.costs.first_shares * np.exp(tilt * np.array([-1.0, -0.3, 0.3, 1.0]))
        shares = np.broadcast_to(shares, (setting.learners, 4))
        self.first_shares = shares / shares.sum(1, keepdims=True)
        self.recalls = rng.random((*shape, DRAWS), dtype=np.float32)
        self.ratings = rng.random((*shape, DRAWS), dtype=np.float32)
        self.is_present = rng.random((setting.learners, setting.days)) >= setting.missed


def _sizes(rng: np.random.Generator, setting: Setting) -> Ints:
    """Draw how many items each topic has, apart from its weight, so that items differ in worth."""
    shares = rng.dirichlet(np.full(setting.topics, 6.0))
    sizes = np.maximum(1, np.round(shares * setting.items)).astype(int)
    while sizes.sum() != setting.items:
        at = rng.integers(setting.topics)
        if sizes.sum() < setting.items:
            sizes[at] += 1
        else:
            sizes[np.argmax(sizes)] -= 1
    return sizes


def _parameters(rng: np.random.Generator, usual: Floats) -> Floats:
    """Spread the parameters of memory among learners; how widely is our own assumption."""
    w, count = usual.copy(), len(usual)
    w[:, 0:4] *= np.exp(rng.normal(0, 0.6, (count, 1)) + rng.normal(0, 0.2, (count, 4)))
    w[:, 0:4] = np.maximum.accumulate(np.clip(w[:, 0:4], 0.01, 100), axis=1)
    w[:, 4] = np.clip(w[:, 4] + rng.normal(0, 0.8, count), 1.5, 9.5)
    w[:, 6] *= np.exp(rng.normal(0, 0.2, count))
    w[:, 8] += rng.normal(0, 0.35, count)
    w[:, 9] *= np.exp(rng.normal(0, 0.2, count))
    w[:, 10] *= np.exp(rng.normal(0, 0.2, count))
    w[:, 11] *= np.exp(rng.normal(0, 0.25, count))
    w[:, 20] = np.clip(w[:, 20] * np.exp(rng.normal(0.15, 0.35, count)), 0.1, 0.8)
    return w
