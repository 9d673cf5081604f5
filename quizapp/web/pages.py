"""The landing page: a real question, before any account."""

from flask import Blueprint, abort, current_app, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from quizapp.config import Settings
from quizapp.core.scheduling.study_day import study_day
from quizapp.db.base import db_session
from quizapp.db.queries.accounts import ViewerRow
from quizapp.db.queries.banks import ItemRow, counts, landing_item, revision_body_of
from quizapp.db.queries.places import place_of_answer
from quizapp.services.errors import Conflict, Invalid
from quizapp.services.landing import Newcomer, answer_landing
from quizapp.services.recording import Given, Shown
from quizapp.web import clock, tokens
from quizapp.web.login import begin, reading_choices, viewer
from quizapp.web.question_view import order_of, question_view
from quizapp.web.zone import browser_zone

bp = Blueprint("pages", __name__)


@bp.get("/")
def landing() -> str | Response:
    """Show a question that anybody can answer; somebody known goes on to Today."""
    if viewer() is not None:
        return redirect(url_for("today.today"))
    today = study_day(clock.now(), _settings().default_zone)
    item = landing_item(db_session, today.toordinal())
    return _page(item)


@bp.post("/")
def try_one() -> str | Response | tuple[str, int]:
    """Store the first answer; it makes a guest and leads to its verdict."""
    shown = tokens.unseal(request.form.get("token", ""))
    row = viewer()
    if shown.user_id or row is not None:
        return _answered_before(row, shown)
    given = Given(options=tuple(request.form.getlist("option")))
    zone = browser_zone(request.form.get("tz", ""))
    agent = request.headers.get("User-Agent", "")
    newcomer = Newcomer(zone, 4, dict(reading_choices()), agent)
    try:
        result = answer_landing(db_session, newcomer, shown, given, now=clock.now())
    except Invalid as fault:
        db_session.rollback()
        body = revision_body_of(db_session, shown.item_id, shown.revision)
        return _page(ItemRow(shown.item_id, shown.revision, body), str(fault), given), 422
    begin(result.token, keeps_forms=True)
    return redirect(url_for("study.verdict", sid=result.session_id, n=result.n), 303)


@bp.get("/patterns")
def patterns() -> str:
    """Show all components on one page, for whoever works on them."""
    if not (current_app.debug or current_app.testing):
        abort(404)
    return render_template("patterns.html")


def _answered_before(row: ViewerRow | None, shown: Shown) -> Response:
    """Lead a second press of the button to the verdict of the first."""
    found = row and place_of_answer(db_session, row.user_id, shown.answer_id)
    if not found:
        raise Conflict("You are studying already. Go on with your own questions.")
    session_id, n = found
    return redirect(url_for("study.verdict", sid=session_id, n=n), 303)


def _page(item: ItemRow | None, error: str | None = None, given: Given | None = None) -> str:
    items, banks = counts(db_session)
    if item is None:
        return render_template(
            "pages/landing.html", question=None, item_count=items, bank_count=banks
        )
    order = order_of(item.body, item.item_id)
    now = clock.now()
    shown = Shown(0, 0, 1, item.item_id, "", item.revision, order, now, tokens.new_answer_id(now))
    return render_template(
        "pages/landing.html",
        question=question_view(item.body, order, given=given),
        token=tokens.seal(shown),
        error=error,
        item_count=items,
        bank_count=banks,
    )


def _settings() -> Settings:
    settings: Settings = current_app.config["SETTINGS"]
    return settings
