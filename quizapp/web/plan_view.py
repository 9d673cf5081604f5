"""An exam plan in words: is it enough, what the minutes buy, what stays unseen."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from quizapp.core.exams.model import Outline
from quizapp.core.scheduling.exam_plan import ExamPlan
from quizapp.core.scheduling.plan_advice import NEGLIGIBLE
from quizapp.core.scheduling.score_range import score_range
from quizapp.services.ranking import Outlook
from quizapp.web import words
from quizapp.web.question_view import TOPICS

MOST_POINTS: Final = 14  # of the line to the exam
MOCK_DAYS: Final = 6  # before the exam: time enough to mend what it shows
SOME: Final = 0.5  # of a card: expected figures are no whole numbers


@dataclass(frozen=True, slots=True)
class OutlookView:
    """What the plan's page says of the way to the exam."""

    is_enough: bool | None  # None without a line
    verdict: str
    advice: str
    paces: list[tuple[str, int, int, int, int]]  # label, low, value, high, minutes a week
    pace_sentence: str
    line: list[tuple[str, int, int, int]]
    line_sentence: str
    unseen: list[tuple[str, int]]
    unseen_sentence: str
    day_off: str
    sparing: str
    minutes_needed: int | None
    steps: list[tuple[str, str]]
    weights_sentence: str


def title_of_exam(plan: ExamPlan, titles: dict[str, str]) -> str:
    """Return the exam's name, or what stands for it."""
    return titles.get(plan.exam, "Your exam")


def head_sentence(plan: ExamPlan, today: date, exam: str) -> str:
    """Return what is planned: which exam, when, how much."""
    if plan.exam_on is None:
        return "No date yet: questions come back for the long run."
    if plan.exam_on == today:
        return f"{exam}, today."
    left = words.plural(plan.days_left(today), "day")
    on = f"{plan.exam_on:%A} {words.long_date(plan.exam_on)}"
    days = sum(minutes > 0 for minutes in plan.minutes)
    week = words.plural(sum(plan.minutes), "minute")
    return f"{exam} on {on}, in {left}. {week} a week, on {words.plural(days, 'day')}."


def outlook_view(
    plan: ExamPlan, outlook: Outlook, outline: Outline | None, today: date
) -> OutlookView:
    """Return the words and figures of a plan's page."""
    score = outlook.roll_out.exam_score
    is_enough = outlook.feasibility.is_reached if outlook.feasibility else None
    return OutlookView(
        is_enough=is_enough,
        verdict=_verdict(plan, outlook, f"about {_ranged(score)}"),
        advice=_advice(outlook),
        paces=[
            _pace(one.share, one.minutes_a_week, one.score, is_sparing=plan.is_sparing)
            for one in outlook.paces
        ],
        pace_sentence=_pace_sentence(plan, outlook),
        line=_line(outlook, today),
        line_sentence=(
            f"From {_ranged(outlook.roll_out.score[0])} today to {_ranged(score)} on the day, if "
            "what you have not met counts as a guess."
        ),
        minutes_needed=_minutes_needed(outlook),
        steps=_steps(plan, outlook, today),
        unseen=[(_topic(slug, outline), n) for slug, n in outlook.roll_out.unseen.items()],
        unseen_sentence=_unseen(outlook),
        day_off=_day_off(outlook),
        sparing=_sparing(outlook, is_chosen=plan.is_sparing),
        weights_sentence=_weights(outlook),
    )


def _verdict(plan: ExamPlan, outlook: Outlook, score: str) -> str:
    expected = f"On exam day you are expected at {score} of questions like these"
    if outlook.feasibility is None:
        return f"{expected}."
    where = "above" if outlook.feasibility.is_reached else "short of"
    return f"{expected}, {where} your line of {plan.target}%."


def _ranged(score: float) -> str:
    """Return an expected score with the range in which it lies nine times in ten."""
    low, high = (round(100 * end) for end in score_range(score))
    return f"{100 * score:.0f}% ({low}–{high})"


def _minutes_needed(outlook: Outlook) -> int | None:
    """Return the minutes a day that would reach the line, where these do not."""
    found = outlook.feasibility
    return None if found is None or found.is_reached else found.minutes_a_day


def _steps(plan: ExamPlan, outlook: Outlook, today: date) -> list[tuple[str, str]]:
    """Return what comes when: (day, what), to the exam."""
    met = outlook.roll_out.introduced
    if plan.exam_on is None or not met:
        return []
    last_new = next(place for place, count in enumerate(met) if count >= met[-1] - SOME)
    eve = plan.exam_on - timedelta(days=1)
    steps = []
    if outlook.unseen_now and met[-1] > met[0] + SOME:
        steps.append((words.day(today + timedelta(days=last_new), today), "the last new question"))
    if len(met) > MOCK_DAYS:
        mock = plan.exam_on - timedelta(days=MOCK_DAYS)
        steps.append((words.day(mock, today), "a good day for the last long mock exam"))
    steps.append((words.day(eve, today), "the last-day sheet, and an early night"))
    steps.append((words.day(plan.exam_on, today), "your exam; nothing is planned"))
    return [(day.capitalize(), what) for day, what in steps]


def _advice(outlook: Outlook) -> str:
    found = outlook.feasibility
    if found is None or found.is_reached:
        return ""
    if found.minutes_a_day is None:
        return "Not even four hours a day would reach it: take a later day, or a lower line."
    return f"{found.minutes_a_day} minutes on each study day would reach it."


def _pace(
    share: float, minutes: int, score: float, *, is_sparing: bool
) -> tuple[str, int, int, int, int]:
    low, high = score_range(score)
    own = "all of your minutes" if is_sparing else "your plan"
    name = own if share == 1 else "half as much" if share < 1 else "half as much again"
    label = f"{minutes} minutes a week, {name}"
    return label, round(100 * low), round(100 * score), round(100 * high), minutes


def _pace_sentence(plan: ExamPlan, outlook: Outlook) -> str:
    less, own, more = (one.score for one in outlook.paces)
    # Of the rounded figures, so that the sentence and the picture say the same.
    gain = round(100 * more) - round(100 * own)
    loss = round(100 * own) - round(100 * less)
    more_words = f"about {words.plural(gain, 'point')}" if gain else "next to nothing"
    less_words = f"about {words.plural(loss, 'point')}" if loss else "next to nothing"
    first = "Were all your minutes used: half" if plan.is_sparing else "Half"
    return f"{first} as much again would add {more_words}; half as much would lose {less_words}."


def _line(outlook: Outlook, today: date) -> list[tuple[str, int, int, int]]:
    scores = outlook.roll_out.score
    last = len(scores) - 1
    step = max(1, -(-last // MOST_POINTS))
    places = sorted({*range(0, last + 1, step), last})
    points = []
    for place in places:
        low, high = score_range(scores[place])
        label = words.short_date(today + timedelta(days=place))
        points.append((label, round(100 * low), round(100 * scores[place]), round(100 * high)))
    return points


def _unseen(outlook: Outlook) -> str:
    left = sum(outlook.roll_out.unseen.values())
    if not left:
        return "You meet every question before the exam."
    return (
        f"{left} of {outlook.cards} questions stay unseen at this pace (each gap of a sentence "
        "counts as one)."
    )


def _day_off(outlook: Outlook) -> str:
    found = outlook.day_off
    if found is None:
        return ""
    if found.score_lost < NEGLIGIBLE:
        return "A day off costs next to nothing: the days after make up for it."
    back = (
        f" {words.plural(found.extra_minutes, 'minute')} spread over the other days get it back."
        if found.extra_minutes
        else ""
    )
    return f"A day off costs about {100 * found.score_lost:.0f} of a hundred points.{back}"


def _sparing(outlook: Outlook, *, is_chosen: bool) -> str:
    if outlook.sparing_minutes is None:
        return ""
    fewest, full = f"{outlook.sparing_minutes:.0f}", f"{outlook.full_minutes:.0f}"
    if is_chosen:
        return (
            f"You study the fewest minutes that reach your line: about {fewest} in all, where the "
            f"full plan would take {full}."
        )
    return (
        f"The fewest minutes that reach your line: about {fewest} in all, where this plan takes "
        f"{full}."
    )


def _weights(outlook: Outlook) -> str:
    topics = words.plural(outlook.topics, "topic")
    if outlook.has_weights:
        return (
            f"The weights of the {topics} are those of a page that we name, with its day; a topic "
            "without a known one counts like the mean of the others."
        )
    return f"No sourced weights are known, so the {topics} of these banks count the same."


def _topic(slug: str, outline: Outline | None) -> str:
    titles = {topic.slug: topic.title.value for topic in outline.topics} if outline else {}
    known = titles.get(slug) or TOPICS.get(slug, slug.replace("-", " ").capitalize())
    return known or "Without a topic"
