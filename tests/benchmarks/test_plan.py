"""The benchmark of the exam plan runs, and sees when a goal is missed."""

import json
from dataclasses import replace

import numpy as np
import pytest

from tests.benchmarks.plan.__main__ import QUICK_SETTING, main
from tests.benchmarks.plan.bound import Bound
from tests.benchmarks.plan.figures import Figure, minutes_to_reach, over_seeds
from tests.benchmarks.plan.learners import Costs, Population, Setting
from tests.benchmarks.plan.policies import Fsrs, Planner, paced, reviews_first
from tests.benchmarks.plan.sessions import run

SMALL = Setting(8, 60, 8, learners=4)


@pytest.mark.slow
def test_a_quick_run_keeps_its_goals(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--quick"]) == 0
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert len(lines) >= 8
    for line in lines:
        assert list(line) == ["name", "value", "low", "high", "unit", "goal", "ok"]
        assert line["low"] <= line["value"] <= line["high"]
        assert line["ok"] is True
    assert len({line["name"] for line in lines}) == len(lines)


def test_an_unknown_argument_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--fast"]) == 2
    assert "unknown: --fast" in capsys.readouterr().out


def test_a_goal_is_missed_only_if_the_whole_interval_is_beyond_it() -> None:
    assert Figure("most", 0.72, 0.69, 0.75, "ratio", 0.70).is_ok
    assert not Figure("most", 0.72, 0.71, 0.73, "ratio", 0.70).is_ok
    assert Figure("least", 0.96, 0.94, 0.98, "ratio", 0.97, is_least=True).is_ok
    assert not Figure("least", 0.96, 0.95, 0.965, "ratio", 0.97, is_least=True).is_ok
    assert Figure("both", 0.83, 0.80, 0.86, "share", (0.85, 0.95)).is_ok
    assert not Figure("both", 0.98, 0.96, 1.0, "share", (0.85, 0.95)).is_ok
    assert not Figure("both", 0.80, 0.76, 0.84, "share", (0.85, 0.95)).is_ok


def test_the_interval_over_seeds_is_that_of_student() -> None:
    figure = over_seeds("x", [1.0, 2.0, 3.0], "ratio", 1.0)
    assert figure.value == 2.0
    assert figure.high - figure.value == pytest.approx(4.303 / 3**0.5)
    assert over_seeds("x", [1.5], "ratio", 1.0).low == 1.5


def test_minutes_to_reach_a_score_lie_on_the_curve() -> None:
    curve = [(20.0, 0.8), (10.0, 0.6), (30.0, 0.9)]
    assert minutes_to_reach(curve, 0.5) == 10
    assert minutes_to_reach(curve, 0.7) == pytest.approx(15)
    assert minutes_to_reach(curve, 0.85) == pytest.approx(25)
    assert minutes_to_reach(curve, 0.95) == pytest.approx(35)  # the last line drawn on


def test_the_seconds_of_a_session_are_the_published_averages() -> None:
    costs = Costs(1.0, has_two_grades=False)
    assert costs.mean_ok == pytest.approx(13.0, abs=0.1)
    assert costs.lapse == pytest.approx(38.2, abs=0.1)
    assert costs.mean_first == pytest.approx(38.0, abs=0.1)
    assert Costs(4.0, has_two_grades=True).mean_ok == pytest.approx(4 * 12.38)


def test_a_seed_gives_the_same_learners_and_the_same_days() -> None:
    one, other = (run(Planner(), Population(SMALL, 7)) for _ in range(2))
    assert one.score.tolist() == other.score.tolist()
    assert one.minutes.tolist() == other.minutes.tolist()
    assert run(Planner(), Population(SMALL, 8)).score.tolist() != one.score.tolist()


@pytest.mark.parametrize("policy", [Planner(), reviews_first(), *paced()], ids=lambda one: one.name)
def test_nobody_studies_longer_than_the_day_allows(policy: Planner | Fsrs) -> None:
    population = Population(SMALL, 3)
    outcome = run(policy, population, share=0.5)
    costs = population.costs
    longest = max(costs.first.max(), costs.lapse)  # the last card may take longer than expected
    most = SMALL.days * (60 * SMALL.minutes * 0.5 + longest - costs.mean_ok)
    assert (outcome.minutes * 60 <= most).all()
    assert (outcome.minutes > 0).all()


def test_a_missed_day_is_a_day_without_answers() -> None:
    population = Population(replace(SMALL, missed=1.0), 3)
    outcome = run(Planner(), population)
    assert not outcome.minutes.any()
    assert outcome.score == pytest.approx(SMALL.guess)


def test_with_two_grades_nothing_is_hard_or_easy() -> None:
    population = Population(replace(SMALL, has_two_grades=True), 3)
    assert not population.first_shares[:, [1, 3]].any()
    assert run(Planner(), population).score.mean() > SMALL.guess


def test_the_bound_is_above_what_any_policy_reaches() -> None:
    population = Population(replace(QUICK_SETTING, days=5, minutes=10, has_one_memory=True), 5)
    bound = Bound(population).least(20)
    for policy in (Planner(), reviews_first(), Fsrs(0.9)):
        assert run(policy, population).recall.mean() < bound
    assert bound < np.float64(1.0)
