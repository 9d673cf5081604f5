"""How often the result of an exam falls into the range that readiness gave for it."""

import numpy as np

from quizapp.core.analysis.readiness import NoReadiness, SectionItems, readiness
from quizapp.core.analysis.recalibration import recalibrate
from tests.benchmarks.plan.learners import Population
from tests.benchmarks.plan.sessions import Outcome

QUESTIONS = 150
EXAMS = 20  # drawn for each learner, so that little is left to the luck of one draw


def covered(population: Population, outcome: Outcome) -> float:
    """Return the share of exams within the range, over the learners who are given one."""
    setting = population.setting
    rng = np.random.default_rng(population.seed + 7919)
    guess = np.full(setting.items, setting.guess)
    luck = setting.guess if setting.has_lucky_guesses else 0.0
    believed = np.where(outcome.state.seen, outcome.state.believed_recall(setting.days), np.nan)
    hits = []
    for learner in range(setting.learners):
        own = outcome.asked.learner == learner
        line = recalibrate(outcome.asked.recall[own], outcome.asked.is_right[own], luck)
        items = SectionItems(population.worth, believed[learner], guess)
        told = readiness(items, line, questions=QUESTIONS)
        if isinstance(told, NoReadiness):  # too few answers, and the page says so
            continue
        recall = outcome.exam_recall[learner]
        right = recall + (1 - recall) * setting.guess
        asked = rng.choice(setting.items, (EXAMS, QUESTIONS), p=population.worth)
        results = (rng.random(asked.shape) < right[asked]).mean(1)
        hits += ((told.low <= results) & (results <= told.high)).tolist()
    return float(np.mean(hits))
