"""The end of a session in figures and words."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from flask import url_for

from quizapp.core.analysis.progress import CalibrationLine, calibration_line
from quizapp.core.scheduling.rating import Confidence
from quizapp.db.base import db_session
from quizapp.db.queries.accounts import ViewerRow
from quizapp.db.queries.recap import SessionAnswerRow, session_answers
from quizapp.db.queries.study import SessionRow
from quizapp.db.queries.today import due_by_day
from quizapp.web import words
from quizapp.web.day import todays_plan
from quizapp.web.words import MOST_LETTERS, first_sentence

WORDS = {
    Confidence.GUESSING: "Guessing",
    Confidence.FAIRLY: "Fairly",
    Confidence.CERTAIN: "Certain",
}
ASK_GUESTS_AFTER = 5  # answers
FEWEST_TAGGED = 5  # answers with a word of confidence, before they are compared
LOOK_AHEAD_DAYS = 400


@dataclass(frozen=True, slots=True)
class Miss:
    """A missed question with the idea to take away."""

    title: str
    idea: str
    when: str
    url: str


@dataclass(frozen=True, slots=True)
class Summary:
    right: int
    total: int
    states: list[str]
    mix: list[tuple[int, str]]
    again: str
    left_here: int
    left_today: int
    minutes: int
    misses: list[Miss]
    calibration: list[tuple[str, int, int, int]]
    calibration_sentence: str
    next_sentence: str


@dataclass(frozen=True, slots=True)
class GuestNote:
    answers: int
    right: int


def summary_view(row: ViewerRow, found: SessionRow, today: date) -> Summary:
    """Return the sums of a session's standing answers."""
    rows = session_answers(db_session, row.user_id, found.session_id)
    firsts = [answer for answer in rows if not answer.is_repeat]
    tagged = sum(answer.confidence is not None for answer in firsts)
    lines = calibration_lines(firsts) if tagged >= FEWEST_TAGGED else []
    return Summary(
        right=_right(firsts),
        total=len(firsts),
        states=[answer.outcome for answer in firsts],
        mix=_mix(firsts),
        again=_again([answer for answer in rows if answer.is_repeat]),
        left_here=0 if found.ended_at else sum(not place.answer_id for place in found.places),
        left_today=len(todays_plan(row).cards),
        minutes=round(sum(answer.ms for answer in rows) / 60_000),
        misses=[_miss(answer, today) for answer in firsts if answer.outcome != "ok"],
        calibration=calibration_rows(lines),
        calibration_sentence=calibration_sentence(lines),
        next_sentence=next_sentence(row, found),
    )


def guest_note(row: ViewerRow, found: SessionRow) -> GuestNote | None:
    """Return the offer to keep the answers, for a guest who has given a few."""
    outcomes = [place.outcome for place in found.places if place.outcome]
    if not row.is_guest or len(outcomes) < ASK_GUESTS_AFTER:
        return None
    return GuestNote(len(outcomes), outcomes.count("ok"))


def calibration_lines(rows: list[SessionAnswerRow]) -> list[CalibrationLine]:
    """Return how often each word of confidence was right, words never said left out."""
    said = Counter(row.confidence for row in rows)
    right = Counter(row.confidence for row in rows if row.outcome == "ok")
    return [calibration_line(word, right[word], said[word]) for word in Confidence if said[word]]


def calibration_rows(lines: list[CalibrationLine]) -> list[tuple[str, int, int, int]]:
    """Return chart rows: word, what it should mean and what it was in percent, answers."""
    return [
        (WORDS[line.confidence], round(line.expected * 100), round((line.share or 0) * 100), line.n)
        for line in lines
    ]


def calibration_sentence(lines: list[CalibrationLine]) -> str:
    """Return the chart in one sentence."""
    certain = next((line for line in lines if line.confidence is Confidence.CERTAIN), None)
    if certain is None:
        return "You were not certain of any of these."
    wrong = certain.n - certain.right
    if certain.is_overconfident:
        said, meant = round((certain.share or 0) * 100), round(certain.expected * 100)
        return (
            f"You are too sure: of what you were certain of, {said}% was right, and it should be "
            f"{meant}%."
        )
    if not wrong:
        return f"All {words.plural(certain.n, 'answer')} you were certain of were right."
    what = words.plural(wrong, "answer")
    return f"{what.capitalize()} you were certain of {'was' if wrong == 1 else 'were'} wrong."


def next_sentence(row: ViewerRow, found: SessionRow | None) -> str:
    """Return when it goes on: in the session, in today's plan, or on a later day."""
    if found is not None and found.next_place is not None and found.ended_at is None:
        left = sum(place.answer_id is None for place in found.places)
        return f"{words.plural(left, 'question')} of this session left."
    plan = todays_plan(row)
    if plan.cards:
        left = len(plan.cards)
        return f"{words.plural(left, 'question')} {'is' if left == 1 else 'are'} left for today."
    load = due_by_day(db_session, row.user_id, plan.today, LOOK_AHEAD_DAYS)
    load[1] += load[0]  # what today has no room for
    days = next((day for day in range(1, LOOK_AHEAD_DAYS) if load[day]), None)
    if days is None:
        return "Nothing is scheduled to come back yet."
    when = words.day(plan.today + timedelta(days=days), plan.today)
    verb = "comes" if load[days] == 1 else "come"
    return f"Next: {words.plural(load[days], 'question')} {verb} back {when}."


def _mix(rows: list[SessionAnswerRow]) -> list[tuple[int, str]]:
    """Return how each kind of question went; together they are all of the session."""
    mended = [row for row in rows if row.was_missed]
    reviews = [row for row in rows if not row.was_new and not row.was_missed]
    fresh = [row for row in rows if row.was_new]
    guesses = sum(row.confidence == Confidence.GUESSING and row.outcome == "ok" for row in rows)
    mix = [
        (_right(reviews), f"of {words.plural(len(reviews), 'review')} recalled", reviews),
        (_right(fresh), f"of {len(fresh)} new right", fresh),
        (
            _right(mended),
            f"of {words.plural(len(mended), 'earlier miss', 'earlier misses')} right",
            mended,
        ),
    ]
    lines = [(count, text) for count, text, those in mix if those]
    return lines + ([(guesses, "of these by a guess, asked again")] if guesses else [])


def _again(repeats: list[SessionAnswerRow]) -> str:
    """Return how the repeats at the end of the session went."""
    if not repeats:
        return ""
    right = _right(repeats)
    return f"Asked again at the end: {words.plural(len(repeats), 'question')}, {right} right."


def _right(rows: list[SessionAnswerRow]) -> int:
    return sum(row.outcome == "ok" for row in rows)


def _miss(row: SessionAnswerRow, today: date) -> Miss:
    idea = first_sentence(row.body["explanation_text"])
    when = words.day(row.due_on, today) if row.due_on else ""
    url = url_for("items.item", bank=row.bank_slug, ref=row.ref)
    return Miss(title_of(row.body), idea, when, url)


def title_of(body: dict[str, Any]) -> str:
    """Return what a question is called in lists: its title, or how it begins."""
    title: str = body["title"] or body["stem_text"]
    return title if len(title) <= MOST_LETTERS else title[: MOST_LETTERS - 1].rstrip() + "…"
