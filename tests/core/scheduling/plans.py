"""Cards to plan toward an exam with, for the tests of the planner."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

import numpy as np
from hypothesis import strategies as st

from quizapp.core.scheduling.memory import Memory
from quizapp.core.scheduling.plan_cards import Cards, PlanCard, cards_of

TODAY = date(2026, 3, 1)

memories = st.one_of(
    st.none(),
    st.builds(
        lambda stability, difficulty, ago: Memory(
            stability, difficulty, TODAY - timedelta(days=ago)
        ),
        st.floats(0.01, 2000),
        st.floats(1, 10),
        st.integers(0, 60),
    ),
)
plan_cards = st.builds(
    PlanCard, st.sampled_from(["", "a", "b", "c", "d"]), st.booleans(), st.just(0.25), memories
)
weights = st.dictionaries(
    st.sampled_from(["a", "b", "c", "d"]), st.one_of(st.none(), st.floats(0, 100))
)


def cards(rows: Sequence[PlanCard], weights: Mapping[str, float | None] | None = None) -> Cards:
    return cards_of(rows, weights or {}, TODAY)


def new_cards(sizes: Mapping[str, int], weights: Mapping[str, float | None]) -> Cards:
    """Cards never seen, so many by topic."""
    return cards([PlanCard(topic) for topic, size in sizes.items() for _ in range(size)], weights)


def some_cards(count: int, topics: int = 4, seed: int = 1) -> Cards:
    """Half new, half learned."""
    rng = np.random.default_rng(seed)
    return cards(
        [
            PlanCard(
                f"topic {rng.integers(topics)}",
                is_self_graded=bool(rng.random() < 0.3),
                guess=0.25,
                memory=None
                if rng.random() < 0.5
                else Memory(
                    float(np.exp(rng.normal(1.5, 1))),
                    float(rng.uniform(1, 10)),
                    TODAY - timedelta(days=int(rng.integers(1, 20))),
                ),
            )
            for _ in range(count)
        ],
        {f"topic {at}": float(at + 1) for at in range(topics)},
    )
