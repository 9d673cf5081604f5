"""Item analysis: what first answers say about the questions of an educator's bank."""

from flask import Blueprint, Response, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response as AnyResponse

from quizapp.core.analysis.item_stats import FEWEST
from quizapp.db.base import db_session
from quizapp.db.queries.item_analysis import (
    bank_summary,
    item_figures,
    live_bodies,
    series_figures,
)
from quizapp.services.errors import NotFound
from quizapp.services.item_analysis import refresh_summaries
from quizapp.web import clock, words
from quizapp.web.analysis_table import table_of
from quizapp.web.analysis_view import (
    MOST_FINDINGS,
    headline,
    judged,
    row_view,
    scatter_of,
    series_views,
    when_counted,
    worst,
)
from quizapp.web.login import learner
from quizapp.web.page_cache import cached_page
from quizapp.web.paging import PAGE_ROWS, page_number, page_of
from quizapp.web.teaching import NO_PAGE, edit_url, own_bank

bp = Blueprint("analysis", __name__, url_prefix="/teach/banks/<slug>")
SEE_OTHER = 303


@bp.get("/items")
@cached_page
def items(slug: str) -> str:
    """Show which questions need a look, then the figures of all of them."""
    bank = own_bank(slug)
    summary = bank_summary(db_session, bank.bank_id)
    if summary is None:
        return render_template("analysis/uncounted.html", bank=bank)
    every = judged(item_figures(db_session, bank.bank_id))
    number = page_number()
    page = page_of(number, len(every), lambda n: url_for(".items", slug=slug, page=n))
    shown = every[(number - 1) * PAGE_ROWS : number * PAGE_ROWS]
    ids = {one.row.item_id for one in [*every[:MOST_FINDINGS], *shown]}
    bodies = live_bodies(db_session, sorted(ids))
    who = learner()
    today, counted_on = who.study_on(clock.now()), who.study_on(summary.counted_at)
    return render_template(
        "analysis/items.html",
        bank=bank,
        about=when_counted(summary, counted_on, today),
        headline=headline(every),
        worst=worst(every, bodies),
        chart=scatter_of(every),
        rows=[row_view(one, bodies[one.row.item_id]) for one in shown],
        page=page,
    )


@bp.post("/items")
def count(slug: str) -> AnyResponse:
    """Count the first answers to a bank anew."""
    own_bank(slug)
    learners = refresh_summaries(db_session, slug, now=clock.now())
    flash(f"Counted anew: the first answers of {words.plural(learners, 'learner')}.", "message")
    return redirect(url_for(".items", slug=slug), SEE_OTHER)


@bp.get("/items.csv")
def table(slug: str) -> Response:
    """Give the figures of all questions away as a table."""
    bank = own_bank(slug)
    text = table_of(judged(item_figures(db_session, bank.bank_id)))
    answer = Response(text, mimetype="text/csv")
    answer.headers["Content-Disposition"] = f'attachment; filename="{bank.slug}-items.csv"'
    return answer


@bp.get("/items/<ref>")
@cached_page
def item(slug: str, ref: str) -> str:
    """Show who chose what in one question, and its figures, by series of its revisions."""
    bank = own_bank(slug)
    rows = series_figures(db_session, bank.bank_id, ref)
    if not rows:
        raise NotFound(NO_PAGE)
    body = rows[0].body
    return render_template(
        "analysis/item.html",
        bank=bank,
        ref=ref,
        body=body,
        series=series_views(rows),
        is_counted=bank_summary(db_session, bank.bank_id) is not None,
        fewest=FEWEST,
        edit_url=edit_url(slug, ref),
    )
