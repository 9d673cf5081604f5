"""Whether the range of readiness holds what it says, on learners made up with a seed."""

import numpy as np
import pytest

from quizapp.core.analysis.readiness import Readiness, SectionItems, readiness
from quizapp.core.analysis.recalibration import recalibrate
from tests.benchmarks.plan.learners import Population, Setting
from tests.benchmarks.plan.policies import Fsrs, Planner
from tests.benchmarks.plan.sessions import Policy, run


@pytest.mark.parametrize(
    ("days", "minutes", "policy"), [(14, 20, Planner()), (30, 10, Planner()), (30, 10, Fsrs())]
)
def test_nine_results_in_ten_lie_in_the_range(days: int, minutes: int, policy: Policy) -> None:
    # Learners whose memory is not the model's, whose items differ, and whose luck is taken for
    # memory. Of each the range is held against 40 tests of 75 questions.
    setting = Setting(days, 200, minutes, is_misspecified=True, has_lucky_guesses=True, learners=60)
    population = Population(setting, 7)
    outcome = run(policy, population)
    believed = np.where(outcome.state.seen, outcome.state.believed_recall(days), np.nan)
    rng = np.random.default_rng(7)
    hits: list[float] = []
    errors: list[float] = []
    for learner in range(setting.learners):
        own = outcome.asked.learner == learner
        by = recalibrate(outcome.asked.recall[own], outcome.asked.is_right[own], setting.guess)
        given = SectionItems(population.worth, believed[learner], np.full(200, setting.guess))
        found = readiness(given, by, questions=75)
        assert isinstance(found, Readiness)
        known = outcome.exam_recall[learner]
        asked = rng.choice(200, (40, 75), p=population.worth / population.worth.sum())
        right = rng.random((40, 75)) < (known + (1 - known) * setting.guess)[asked]
        scores = right.mean(1)
        hits.append(float(((found.low <= scores) & (scores <= found.high)).mean()))
        errors.append(found.point - float(outcome.score[learner]))
    assert 0.85 <= np.mean(hits) <= 0.95
    assert abs(np.mean(errors)) < 0.01
