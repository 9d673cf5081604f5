"""Missed questions: what was chosen, what is right, why, and when it comes back."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask import Blueprint, Response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from quizapp.core.analysis.misses import MissOrder
from quizapp.core.analysis.mix_ups import mix_ups
from quizapp.db.base import db_session
from quizapp.db.queries.banks import concept_titles
from quizapp.db.queries.history import (
    missed_banks,
    missed_concepts,
    missed_counts,
    missed_rows,
    missed_total,
)
from quizapp.db.queries.mix_ups import wrong_choices
from quizapp.services.marks import say_why_missed
from quizapp.web import clock
from quizapp.web.local_path import local_path
from quizapp.web.login import learner, needs_viewer, require_viewer
from quizapp.web.miss_filter import LISTS, ORDERS, PERIODS, REASONS, SOURCES, Wanted, wanted_by
from quizapp.web.miss_sheet import as_csv, sheet_of
from quizapp.web.missed_view import missed_views
from quizapp.web.mix_up_view import mix_up_chart, mix_up_views
from quizapp.web.page_cache import cached_page
from quizapp.web.paging import PAGE_ROWS, page_number, page_of

bp = Blueprint("history", __name__)
SEE_OTHER = 303
MOST_PRINTED = 100
MOST_PAIRS = 10


@bp.get("/missed")
@needs_viewer
@cached_page
def missed() -> str:
    """Show one page of a missed list."""
    user_id, today = require_viewer().user_id, _today()
    wanted, number = wanted_by(request.args, today), page_number()
    total = missed_total(db_session, user_id, wanted.filter)
    rows = missed_rows(
        db_session,
        user_id,
        wanted.filter,
        wanted.order,
        offset=(number - 1) * PAGE_ROWS,
        limit=PAGE_ROWS,
    )
    query: dict[str, Any] = {**wanted.fields, "order": wanted.order.value}
    return render_template(
        "history/missed.html",
        counts=missed_counts(db_session, user_id),
        state=wanted.filter.state.value,
        rows=missed_views(rows, today),
        page=page_of(number, total, lambda page: url_for(".missed", **query, page=page)),
        here_url=request.full_path,
        fields=wanted.fields,
        filters=_filters(user_id, wanted),
        lists=LISTS,
        reasons=REASONS,
    )


@bp.get("/missed/mix-ups")
@needs_viewer
@cached_page
def mixed_up() -> str:
    """Show which ideas the viewer takes for one another."""
    found = mix_ups(wrong_choices(db_session, require_viewer().user_id), MOST_PAIRS)
    titles = concept_titles(db_session)
    return render_template(
        "history/mix_ups.html",
        pairs=mix_up_views(found, titles),
        chart=mix_up_chart(found, titles) if found else "",
    )


@bp.get("/missed/print")
@needs_viewer
@cached_page
def sheet() -> str:
    """Show a missed list to be printed: the questions, and the key on a page of its own."""
    user_id, today = require_viewer().user_id, _today()
    wanted = wanted_by(request.args, today)
    rows = missed_rows(db_session, user_id, wanted.filter, wanted.order, limit=MOST_PRINTED)
    return render_template("history/print.html", sheet=sheet_of(rows), back_url=_address(wanted))


@bp.get("/missed.csv")
@needs_viewer
def table() -> Response:
    """Give a whole missed list away as a table."""
    wanted = wanted_by(request.args, _today())
    rows = missed_rows(db_session, require_viewer().user_id, wanted.filter, wanted.order)
    headers = {"Content-Disposition": 'attachment; filename="missed-questions.csv"'}
    return Response(as_csv(rows, wanted.filter.state), mimetype="text/csv", headers=headers)


@bp.post("/missed/why")
@needs_viewer
def why() -> AnyResponse:
    """Keep why the viewer missed a question."""
    form = request.form
    bank, ref = form.get("bank", ""), form.get("ref", "")
    say_why_missed(db_session, learner().user_id, bank, ref, form.get("reason", ""))
    here = local_path(form.get("next", ""), url_for(".missed"))
    return redirect(here, SEE_OTHER)


def _today() -> date:
    return learner().study_on(clock.now())


def _address(wanted: Wanted) -> str:
    query: dict[str, Any] = {**wanted.fields}
    return url_for(".missed", **query)


def _filters(user_id: int, wanted: Wanted) -> list[tuple[str, str, list[tuple[str, str]], str]]:
    """Return the choices: (name, label, values with their words, what is chosen)."""
    banks, concepts = missed_banks(db_session, user_id), missed_concepts(db_session, user_id)
    chosen = wanted.filter
    return [
        ("order", "Order", _choices(ORDERS), wanted.order or MissOrder.SURE),
        ("reason", "Your reason", [("", "Any reason"), *_choices(REASONS)], chosen.reason),
        ("period", "When", _choices(PERIODS), wanted.period),
        ("concept", "Concept", [("", "All concepts"), *concepts], chosen.concept),
        ("bank", "Bank", [("", "All banks"), *banks], chosen.bank),
        ("source", "Where", _choices(SOURCES), chosen.source),
    ]


def _choices(words: Mapping[Any, str]) -> list[tuple[str, str]]:
    return [(str(value), label) for value, label in words.items()]
