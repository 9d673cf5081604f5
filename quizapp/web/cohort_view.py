"""The figures of a cohort, as its educator may see them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from markupsafe import Markup

from quizapp.core.analysis.study_time import planned_days
from quizapp.core.cohort import (
    BANK_BANDS,
    DAY_BANDS,
    FEWEST,
    FEWEST_ANSWERS,
    HIGH,
    LOW,
    MASTERY_BANDS,
    WEEKS,
    Below,
    Groups,
    Member,
    active_of,
    bank_band,
    below_plan,
    counted,
    days_by_week,
    grouped,
    mastery_band,
    told_cell,
    week_rows,
    week_start,
)
from quizapp.db.base import db_session
from quizapp.db.queries.cohort_figures import (
    MemberRow,
    bank_sizes,
    concepts_asked,
    days_of,
    known_by_concept,
    members_of,
    seen_by_bank,
)
from quizapp.db.queries.cohorts import CohortBankRow, CohortRow
from quizapp.web import clock, cohort_charts, words
from quizapp.web.cohort_charts import Row

MOST_CONCEPTS: Final = 12
UNSHOWN: Final = "not shown"


@dataclass(frozen=True, slots=True)
class CohortFigures:
    """What five members or more make; `note` is "" where nothing stands out."""

    kpis: list[tuple[str, str, str]]
    note: str
    charts: list[Markup]
    below: Below


@dataclass(frozen=True, slots=True)
class CohortView:
    """The members that may be named, how many there are, and the figures of five or more."""

    members: int
    named: list[tuple[int, str]]
    figures: CohortFigures | None

    @property
    def unnamed(self) -> int:
        return self.members - len(self.named)


def cohort_view(cohort: CohortRow, banks: Sequence[CohortBankRow], today: date) -> CohortView:
    """Return what is shown of a cohort today."""
    rows = members_of(db_session, cohort.cohort_id, clock.now())
    named = sorted(
        ((row.user_id, row.name) for row in rows if row.name), key=lambda one: one[1].casefold()
    )
    figures = _figures(cohort, banks, rows, today) if len(rows) >= FEWEST else None
    return CohortView(len(rows), named, figures)


def _figures(
    cohort: CohortRow, banks: Sequence[CohortBankRow], rows: list[MemberRow], today: date
) -> CohortFigures:
    user_ids = [row.user_id for row in rows]
    first, last = week_start(today, WEEKS - 1), week_start(today, -1)
    days = days_of(db_session, user_ids, first, last)
    members = [_member(row, cohort, days.get(row.user_id, []), today) for row in rows]
    weeks = week_rows(members, today)
    below = below_plan(members, today)
    concepts = _concept_rows(user_ids, [bank.bank_id for bank in banks])
    charts = [_concept_chart(concepts, len(rows), banks), _week_chart(weeks, len(rows), today)]
    if banks:
        charts.append(_bank_chart(user_ids, banks))
    kpis = _kpis(cohort, active_of(weeks[0], len(rows)), below, len(rows), today)
    return CohortFigures(kpis, _note(concepts, len(rows)), charts, below)


def _member(row: MemberRow, cohort: CohortRow, days: Sequence[date], today: date) -> Member:
    """Return a member; the cohort's goal goes before a plan of their own."""
    first, last = week_start(today, 0), week_start(today, -1)
    own = len(planned_days(row.plan, first, last)) if row.plan else None
    weeks = days_by_week(days, today)
    since = max(row.joined_on, cohort.goal_since.date())
    return Member(row.user_id, row.name, since, cohort.days_a_week or own, weeks)


def _kpis(
    cohort: CohortRow, active: int | None, below: Below, members: int, today: date
) -> list[tuple[str, str, str]]:
    told = below.others is not None or not below.has_others
    low = str(len(below.named) + (below.others or 0)) if told else UNSHOWN
    goal = words.plural(cohort.days_a_week, "day") if cohort.days_a_week else "none"
    kpis = [
        ("Studied", UNSHOWN if active is None else str(active), f"of {members}, in seven days"),
        ("Below plan", low, "in the last seven days"),
        ("Goal", goal, "a week" if cohort.days_a_week else "their own plans count"),
    ]
    if cohort.exam_on:
        left = (cohort.exam_on - today).days
        ahead = f"{words.plural(left, 'day')} to go" if left > 0 else "over" if left else "today"
        kpis.append(("Exam", f"{cohort.exam_on.day} {cohort.exam_on:%b}", ahead))
    return kpis


def _concept_rows(user_ids: Sequence[int], bank_ids: Sequence[int]) -> list[Row]:
    """Return how many members stand where, for the concepts with most questions, by title."""
    concepts = concepts_asked(db_session, bank_ids, MOST_CONCEPTS)
    slugs = [slug for slug, _ in concepts]
    known = known_by_concept(db_session, user_ids, bank_ids, slugs)
    return [
        (
            title,
            grouped(
                counted(
                    (mastery_band(*known[slug].get(user_id, (0, 0))) for user_id in user_ids),
                    len(MASTERY_BANDS),
                )
            ),
        )
        for slug, title in sorted(concepts, key=lambda one: one[1])
    ]


def _concept_chart(rows: list[Row], members: int, banks: Sequence[CohortBankRow]) -> Markup:
    where = "the banks of this cohort" if banks else "all banks"
    reading = (
        f"Members by how much of a concept they knew when last asked, in {where}: below {LOW}%, "
        f"near, from {HIGH}% on above; nowhere yet with fewer than {FEWEST_ANSWERS} answers."
    )
    return cohort_charts.bands("Where the group stands", reading, MASTERY_BANDS, rows, members)


def _week_chart(weeks: Sequence[Groups], members: int, today: date) -> Markup:
    rows = []
    for ago, groups in enumerate(weeks):
        first = week_start(today, ago)
        label = f"Seven days from {first.day} {first:%B}" if ago else "The last seven days"
        rows.append((label, groups))
    reading = "Members by the days on which they studied. A day off costs nobody anything."
    return cohort_charts.bands("Days of study", reading, DAY_BANDS, rows, members)


def _bank_chart(user_ids: Sequence[int], banks: Sequence[CohortBankRow]) -> Markup:
    bank_ids = [bank.bank_id for bank in banks]
    sizes, seen = bank_sizes(db_session, bank_ids), seen_by_bank(db_session, user_ids, bank_ids)
    rows = []
    for bank in banks:
        size, by_user = sizes.get(bank.bank_id, 0), seen[bank.bank_id]
        places = (bank_band(by_user.get(user_id, 0), size) for user_id in user_ids)
        rows.append((bank.title, grouped(counted(places, len(BANK_BANDS)))))
    reading = "Members by how many of a bank’s questions they have seen at least once."
    return cohort_charts.bands("How far in each bank", reading, BANK_BANDS, rows, len(user_ids))


def _note(concepts: Sequence[Row], members: int) -> str:
    """Return where most of the group is low, as far as that is shown."""
    low = [(told_cell(groups, 0) or 0, title) for title, groups in concepts]
    count, title = max(low, default=(0, ""))
    if 2 * count < members:
        return ""
    return (
        f"{title} is where most of the group is low: {count} of {members} are below {LOW}%. "
        "A session on it would help more people than any other."
    )
