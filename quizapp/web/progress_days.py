"""Days and minutes of study beside the learner's own plan."""

from collections import Counter
from datetime import date, timedelta
from typing import Final

from markupsafe import Markup

from quizapp.core.analysis.spans import monday_of
from quizapp.core.analysis.study_time import (
    Kept,
    kept,
    kept_by_span,
    last_day_over,
    planned_days,
)
from quizapp.core.scheduling.exam_plan import ExamPlan
from quizapp.web import charts, progress_charts, words
from quizapp.web.progress_period import Period

MOST_HEAT_WEEKS: Final = 26  # of the picture; the table has all
HEAT_STEPS: Final = (1, 10, 20, 40)  # answers a day
WEEK: Final = 7


def days_chart(period: Period, plan: ExamPlan | None, changed_on: date | None) -> Markup | None:
    """Return the calendar of the days studied and of those that the plan names."""
    if not period.lately:
        return None
    counts = Counter(answer.on for answer in period.lately)
    seconds, last = period.seconds, last_day_over(period.seconds, period.today)
    planned = set(planned_days(plan, period.start, last))
    monday = max(
        monday_of(period.start), monday_of(period.today) - timedelta(weeks=MOST_HEAT_WEEKS - 1)
    )
    weeks = (period.today - monday).days // WEEK + 1
    days = [
        [monday + timedelta(weeks=week, days=day) for day in range(WEEK)] for week in range(weeks)
    ]
    levels = [[_level(counts, day, period.today) for day in week] for week in days]
    places = {(w, d) for w, week in enumerate(days) for d, day in enumerate(week) if day in planned}
    months: list[tuple[int, str]] = []
    for place, week in enumerate(days):
        if not months or months[-1][1] != f"{week[0]:%b}":
            months.append((place, f"{week[0]:%b}"))
    reading = _days_sentence(kept(seconds, plan, period.start, last), period, plan, changed_on)
    if monday > period.start:
        reading += " The calendar shows the newest weeks; the numbers below it, every month."
    head = ("Month", "Days studied", *(("Of the plan’s days",) if plan else ()), "Answers")
    rows = _by_month(counts, planned, has_plan=plan is not None)
    return charts.heat("Days you studied", reading, levels, months, rows, places, head)


def minutes_chart(period: Period, plan: ExamPlan | None, minutes_a_day: int) -> Markup | None:
    """Return the minutes of each week beside the plan's."""
    seconds = period.seconds
    if not seconds:
        return None
    last = last_day_over(seconds, period.today)
    rows = [
        (period.label(span), one.days, one.planned_days, round(one.minutes), one.planned_minutes)
        for span, one in kept_by_span(seconds, plan, period.spans, period.start, last)
    ]
    whole = kept(seconds, plan, period.start, last)
    reading = _minutes_sentence(whole, minutes_a_day)
    title = f"Minutes by {period.unit}"
    return progress_charts.minutes(title, reading, rows, has_plan=whole.planned_days > 0)


def _level(counts: Counter[date], day: date, today: date) -> int | None:
    return None if day > today else sum(counts[day] >= step for step in HEAT_STEPS)


def _by_month(
    counts: Counter[date], planned: set[date], *, has_plan: bool
) -> list[tuple[str | int, ...]]:
    """Return for each month the days studied, with a plan how many of its days, and answers."""
    months: dict[date, list[int]] = {}
    for day in sorted({*counts, *planned}):
        sums = months.setdefault(day.replace(day=1), [0, 0, 0, 0])
        for place, more in enumerate(
            (day in counts, day in counts and day in planned, day in planned, counts[day])
        ):
            sums[place] += more
    return [
        (
            f"{month:%B} {month.year}",
            days,
            *((f"{of_plan} of {wanted}",) if has_plan else ()),
            answers,
        )
        for month, (days, of_plan, wanted, answers) in months.items()
    ]


def _days_sentence(
    found: Kept, period: Period, plan: ExamPlan | None, changed_on: date | None
) -> str:
    if plan is None:
        days = (period.today - period.start).days + 1
        a_week = found.days / (days / WEEK)
        pace = f", about {round(a_week)} a week" if days >= 2 * WEEK and a_week >= 1 else ""
        return f"{words.plural(found.days, 'day')} of {days}{pace}. A day off costs nothing."
    if not found.planned_days:
        return f"{words.plural(found.days, 'day')}. Your plan names none in this time."
    named = words.plural(found.planned_days, "day")
    more = found.days - found.kept_days
    sentence = f"You studied on {found.kept_days} of the {named} that your plan names"
    sentence += f", and on {words.plural(more, 'other day')}." if more else "."
    if changed_on is not None and changed_on > period.start:
        sentence += (
            f" You last changed it on {words.long_date(changed_on)}; the days before are measured "
            "by it too."
        )
    return sentence


def _minutes_sentence(found: Kept, minutes_a_day: int) -> str:
    took = round(found.minutes)
    if found.planned_minutes:
        return f"You studied {took:,} minutes; your plan names {found.planned_minutes:,}."
    a_day = f", {round(took / found.days)} on a day of study" if found.days > 1 else ""
    settings = f"your settings say {minutes_a_day} a day"
    return f"You studied {took:,} {'minute' if took == 1 else 'minutes'}{a_day}; {settings}."
