"""Weeks of study of a made-up learner, day by day, by the rules that hold for everybody."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from quizapp.core.learner import Learner
from quizapp.core.scheduling.queue import Candidate, interleave, plan_day
from quizapp.core.scheduling.rating import Rating
from quizapp.core.scheduling.replay import CardState, Event, step
from quizapp.core.scheduling.study_day import day_bounds
from quizapp.core.simulation.persona import (
    Persona,
    chance_of_knowing,
    confidence_of,
    is_study_day,
    seconds_to_answer,
)
from quizapp.services.demo_answers import answer_to, shown_ids
from quizapp.services.judging import judge
from quizapp.services.recording import Place, Shown, review_values

HOURS = (3.0, 16.5)  # after the study day began, at which a session starts
SECONDS_BETWEEN = (2.0, 12.0)  # to read why, and to go on
JUST_READ = 0.93  # share of repeats at the end of a session that are known
Key = tuple[int, str]  # item id, part


@dataclass(frozen=True, slots=True)
class Question:
    """A card that can be asked, with what the simulation needs to know of it."""

    candidate: Candidate  # as a new card
    revision: int
    body: dict[str, Any]
    words: int
    difficulty: float


@dataclass(slots=True)
class Sitting:
    """A study session: its places and log rows, without the id that the database gives it."""

    started_on: date
    started_at: datetime
    ended_at: datetime
    places: list[dict[str, Any]] = field(default_factory=list)
    reviews: list[dict[str, Any]] = field(default_factory=list)


@dataclass(slots=True)
class History:
    """What a learner has done, and the cards that follow from it."""

    sittings: list[Sitting] = field(default_factory=list)
    cards: dict[Key, CardState] = field(default_factory=dict)


def history_of(
    learner: Learner,
    persona: Persona,
    questions: Sequence[Question],
    last_on: date,
    chance: Random,
) -> History:
    """Return the learner's study days up to `last_on`; the same `chance` gives the same."""
    history = History()
    by_key = {question.candidate.key: question for question in questions}
    for day in range(persona.days):
        on = last_on - timedelta(days=persona.days - 1 - day)
        if not is_study_day(persona, day, chance):
            continue
        cards = _planned(persona, questions, history.cards, on)
        if cards:
            desk = _Desk(learner, persona, history, _begin(learner, on, chance), chance)
            desk.work_through([by_key[card.key] for card in cards])
    return history


def _planned(
    persona: Persona, questions: Sequence[Question], cards: dict[Key, CardState], on: date
) -> list[Candidate]:
    due, new = [], []
    for question in questions:
        state = cards.get(question.candidate.key)
        if state is None:
            new.append(question.candidate)
        elif state.due_on <= on:
            due.append(_seen(question.candidate, state))
    planned = plan_day(
        due,
        new,
        today=on,
        budget_seconds=persona.minutes * 60.0,
        new_limit=persona.new_per_day,
        studied_today=frozenset(),
    )
    return interleave(planned)


def _seen(card: Candidate, state: CardState) -> Candidate:
    return Candidate(
        card.key,
        card.concept,
        card.author,
        card.is_self_graded,
        card.siblings,
        is_new=False,
        stability=state.stability,
        last_on=state.last_on,
        due_on=state.due_on,
    )


def _begin(learner: Learner, on: date, chance: Random) -> Sitting:
    begins, _ = day_bounds(on, learner.zone, learner.day_start_hour)
    started_at = begins + timedelta(minutes=round(60 * chance.uniform(*HOURS)))
    return Sitting(on, started_at, started_at)


@dataclass(slots=True)
class _Desk:
    """A learner at one session; `sitting.ended_at` is the clock that goes on."""

    learner: Learner
    persona: Persona
    history: History
    sitting: Sitting
    chance: Random

    def work_through(self, questions: Sequence[Question]) -> None:
        """Answer each question, and once more at the end what was rated Again."""
        again = []
        for question in questions:
            n = len(self.sitting.places) + 1
            if self._answer(question) is Rating.AGAIN:
                again.append((question, n))
        for question, n in again:
            self._answer(question, repeat_of=n)
        self.history.sittings.append(self.sitting)

    def _answer(self, question: Question, repeat_of: int | None = None) -> Rating:
        item_id, part = key = question.candidate.key
        state = self.history.cards.get(key)
        knows = self.chance.random() < self._chance_of_knowing(question, state, repeat_of)
        confidence = confidence_of(self.persona, self.chance, knows=knows)
        given = answer_to(question.body, confidence, self.chance, knows=knows)
        shown_at, now = self._pass_time(question, knows=knows)
        shown = Shown(
            user_id=self.learner.user_id,
            session_id=0,
            n=len(self.sitting.places) + 1,
            item_id=item_id,
            part=part,
            revision=question.revision,
            order=shown_ids(question.body, self.chance),
            shown_at=shown_at,
            answer_id=str(UUID(int=self.chance.getrandbits(128), version=4)),
        )
        judged = judge(question.body, given)
        place = _place(question, state)
        row = review_values(self.learner, shown, given, judged, place, now)
        event = Event(shown.answer_id, judged.rating, judged.is_right, row["study_on"], now)
        after = step(state, event)
        if after is not None:
            self.history.cards[key] = after
        self.sitting.reviews.append(row)
        self.sitting.places.append(
            {
                "n": shown.n,
                "item_id": item_id,
                "part": part,
                "repeat_of": repeat_of,
                "answer_id": shown.answer_id,
                "outcome": judged.outcome,
            }
        )
        return judged.rating

    def _chance_of_knowing(
        self, question: Question, state: CardState | None, repeat_of: int | None
    ) -> float:
        if repeat_of is not None:
            return JUST_READ
        on = self.sitting.started_on
        return chance_of_knowing(self.persona, question.difficulty, state, on)

    def _pass_time(self, question: Question, *, knows: bool) -> tuple[datetime, datetime]:
        """Return when the question was shown and answered; the clock stands at the answer."""
        shown_at = self.sitting.ended_at + _seconds(self.chance.uniform(*SECONDS_BETWEEN))
        answering = seconds_to_answer(question.words, self.chance, knows=knows)
        self.sitting.ended_at = shown_at + _seconds(answering)
        return shown_at, self.sitting.ended_at


def _seconds(seconds: float) -> timedelta:
    return timedelta(milliseconds=round(seconds * 1000))


def _place(question: Question, state: CardState | None) -> Place:
    return Place(
        answer_id=None,
        outcome=None,
        repeat_of=None,
        ended_at=None,
        source="study",
        body=question.body,
        is_corrected=False,
        state=state,
    )
