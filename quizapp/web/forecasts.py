"""How right the forecasts were: what was foreseen each day, and what came true."""

from flask import Blueprint, render_template

from quizapp.core.analysis.calibration import RecallJudgment, TooFewYet, judge_recall
from quizapp.db.base import db_session
from quizapp.db.queries.forecasts import ForecastRow, asked_after_forecast, forecast_rows
from quizapp.web import words
from quizapp.web.login import needs_viewer, require_viewer
from quizapp.web.page_cache import cached_page

bp = Blueprint("forecasts", __name__)
MOST_DAYS = 30  # in the table


@bp.get("/progress/forecasts")
@needs_viewer
@cached_page
def judged() -> str:
    """Show how the forecasts of recall came out, and how readiness moved."""
    user_id = require_viewer().user_id
    found = judge_recall(asked_after_forecast(db_session, user_id))
    rows = forecast_rows(db_session, user_id)
    return render_template(
        "progress/forecasts.html",
        waiting=_waiting(found) if isinstance(found, TooFewYet) else "",
        bins=_bins(found),
        bins_sentence=_sentence(found),
        days=_days(found),
        sections=[(slug, _points(rows, slug)) for slug in _slugs(rows)],
    )


def _waiting(found: TooFewYet) -> str:
    have = f"{words.plural(found.days, 'day')} and {words.plural(found.answers, 'answer')}"
    return (
        f"Too few yet: {have} can be judged so far, and it takes {found.days_needed} days and "
        f"{found.answers_needed} answers before a figure means something."
    )


def _bins(found: RecallJudgment | TooFewYet) -> list[tuple[str, int, int, int]]:
    """Return for each span of chances what was foreseen, what came true, and the answers."""
    if isinstance(found, TooFewYet):
        return []
    return [
        (
            f"{100 * one.start:.0f}–{100 * one.end:.0f}% foreseen",
            round(100 * one.foreseen),
            round(100 * one.share),
            one.n,
        )
        for one in found.bins
    ]


def _sentence(found: RecallJudgment | TooFewYet) -> str:
    if isinstance(found, TooFewYet):
        return ""
    points = round(100 * abs(found.mean_error))
    lean = "flattered you by" if found.mean_error > 0 else "were too careful by"
    error = f"They {lean} {words.plural(points, 'point')}" if points else "They were level"
    return (
        f"{error}, over {found.answers} answers. {found.coverage.hits} of {found.coverage.n} days "
        f"came out inside their range; {100 * found.expected_coverage:.0f}% would, if every "
        "chance were true."
    )


def _days(found: RecallJudgment | TooFewYet) -> list[tuple[str, int, int, str, str]]:
    """Return the newest days: day, answers, right, the range foreseen, whether it held."""
    if isinstance(found, TooFewYet):
        return []
    return [
        (
            words.short_date(one.on),
            one.n,
            one.right,
            f"{one.low * one.n:.0f} to {one.high * one.n:.0f}",
            "inside" if one.is_inside else "outside",
        )
        for one in reversed(found.days[-MOST_DAYS:])
    ]


def _slugs(rows: list[ForecastRow]) -> list[str]:
    return sorted({slug for row in rows for slug in row.sections})


def _points(rows: list[ForecastRow], slug: str) -> list[tuple[str, int, int, int]]:
    return [
        (words.short_date(row.on), *(round(100 * one[name]) for name in ("low", "point", "high")))
        for row in rows
        if (one := row.sections.get(slug))
    ]
