"""A made-up learner: what they know, how sure they say to be, how long they take.

A plain model that gives believable histories, no description of people: recall follows the
forgetting curve of the cards, moved by ability and by the difficulty of the question.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from random import Random
from typing import Final

from quizapp.core.scheduling.memory import retrievability
from quizapp.core.scheduling.rating import Confidence
from quizapp.core.scheduling.replay import CardState

SAYS_HOW_SURE: Final = 0.5  # share of answers with a word on it
SURE: Final = (Confidence.GUESSING, Confidence.FAIRLY, Confidence.CERTAIN)
KNOWING: Final = (0.06, 0.44, 0.50)  # how sure they are who know
NOT_KNOWING: Final = (0.45, 0.40, 0.15)  # … and who do not
DIFFICULTY: Final = 0.8  # spread over questions, in logits
EDGE: Final = 0.02  # nobody is quite sure to know, or not to know
READING: Final = (0.22, 0.4)  # seconds a word
THINKING: Final = (4.0, 18.0)  # seconds before an answer
DOUBT: Final = 1.5  # times as long when it is not known


@dataclass(frozen=True, slots=True)
class Persona:
    """`ability` in logits; `diligence` the share of days studied; `overconfidence` 0 to 1."""

    ability: float
    diligence: float
    overconfidence: float
    minutes: int
    new_per_day: int
    days: int  # from the first day of study to the last day of the demonstration
    stops_after: int = 1000  # days, for those who give up


def chance_of_knowing(
    persona: Persona, difficulty: float, state: CardState | None, on: date
) -> float:
    """Return the chance that the answer is known on study day `on`, guesses aside."""
    recall = retrievability(state.memory, on) if state else 0.45
    recall = min(max(recall, EDGE), 1 - EDGE)
    return 1 / (1 + math.exp(-(math.log(recall / (1 - recall)) + persona.ability - difficulty)))


def difficulty_of(seed: str, question: str) -> float:
    """Return a question's difficulty in logits; the same for the same seed and name."""
    return Random(f"{seed} {question}").gauss(0, DIFFICULTY)  # noqa: S311 - a made-up figure


def confidence_of(persona: Persona, chance: Random, *, knows: bool) -> Confidence | None:
    """Return how sure the learner says to be, None when nothing is said.

    Overconfidence makes "certain" of some of the answers that are not known.
    """
    if chance.random() >= SAYS_HOW_SURE:
        return None
    if not knows and chance.random() < persona.overconfidence:
        return Confidence.CERTAIN
    return chance.choices(SURE, KNOWING if knows else NOT_KNOWING)[0]


def seconds_to_answer(words: int, chance: Random, *, knows: bool) -> float:
    """Return the seconds from seeing the question to the answer; never too fast to have read it."""
    seconds = words * chance.uniform(*READING) + chance.uniform(*THINKING)
    return seconds if knows else seconds * DOUBT


def is_study_day(persona: Persona, day: int, chance: Random) -> bool:
    """Tell whether the learner studies on a day, 0 being their first (on which they do)."""
    return day == 0 or (chance.random() < persona.diligence and day < persona.stops_after)


def someone(chance: Random, days: int) -> Persona:
    """Make up a member of a cohort: most keep at it, some begin late, some give up."""
    first = chance.choice([days, days, days - chance.randrange(days // 2 + 1)])
    return Persona(
        ability=chance.gauss(0, 0.7),
        diligence=chance.uniform(0.35, 0.95),
        overconfidence=chance.choice([0.0, 0.1, 0.2, 0.45]),
        minutes=chance.choice([10, 15, 20]),
        new_per_day=chance.choice([5, 8, 10]),
        days=first,
        stops_after=chance.choice([1000, 1000, 1000, chance.randrange(5, 30)]),
    )


def leading_parts(days: int) -> Sequence[Persona]:
    """Return three learners: one day in, three weeks in, and near the exam with much put right."""
    return (
        Persona(0.0, 1.0, 0.2, 15, 10, 1),
        Persona(0.2, 0.85, 0.35, 20, 8, min(21, days)),
        Persona(0.9, 0.97, 0.05, 40, 12, days),
    )
