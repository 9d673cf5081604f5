"""Reading choices, the day's study, keys, time zone, password."""

from functools import cache
from typing import Any
from zoneinfo import available_timezones

from flask import Blueprint, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response

from quizapp.db.base import db_session
from quizapp.db.queries.attempts import accommodations_of
from quizapp.services.accounts import Choices, change_settings
from quizapp.services.errors import Invalid
from quizapp.services.mock import change_accommodations
from quizapp.services.passwords import change_password
from quizapp.web import clock
from quizapp.web.accommodation_form import TIMES, wanted_by
from quizapp.web.login import begin, needs_viewer, reading_choices, require_viewer, viewer
from quizapp.web.visit import visit

bp = Blueprint("settings", __name__)
ALLOWED = {
    "theme": ("light", "dark"),
    "font": ("plain", "lexend", "dyslexic", "system"),
    "size": ("s", "l", "xl", "xxl"),
    "spacing": ("loose",),
    "motion": ("off",),
}


@cache
def zones() -> list[str]:
    """Return the names of places; abbreviations and historic names are left out."""
    return sorted(
        zone
        for zone in available_timezones()
        if zone == "UTC" or ("/" in zone and not zone.startswith(("Etc/", "SystemV/", "US/")))
    )


@bp.get("/settings")
def settings() -> str:
    """Show what can be set; without an account only how pages look, kept in this browser."""
    return _page(saved=request.args.get("saved") == "1")


@bp.post("/settings")
def save() -> Response | tuple[str, int]:
    """Store the choices."""
    prefs = _prefs()
    row = viewer()
    session["reading"] = prefs
    if row is not None:
        try:
            change_settings(db_session, row.user_id, _choices(prefs))
        except Invalid as fault:
            db_session.rollback()
            return _page(errors={fault.field: str(fault)}), 422
    return redirect(url_for("settings.settings", saved=1), 303)


@bp.post("/settings/exam")
@needs_viewer
def exam() -> Response:
    """Remember under which conditions mock exams are sat."""
    change_accommodations(db_session, require_viewer().user_id, wanted_by(request.form))
    return redirect(url_for("settings.settings", saved=1), 303)


@bp.get("/settings/password")
@needs_viewer
def password() -> str:
    return _password_page(done=request.args.get("done") == "1")


@bp.post("/settings/password")
@needs_viewer
def new_password() -> Response | tuple[str, int]:
    """Change the password; every other browser is signed out."""
    form = request.form
    try:
        result = change_password(
            db_session,
            require_viewer().user_id,
            form.get("current", ""),
            form.get("new", ""),
            visit=visit(),
            now=clock.now(),
        )
    except Invalid as fault:
        db_session.rollback()
        return _password_page(errors={fault.field: str(fault)}), 422
    begin(result.token)
    return redirect(url_for("settings.password", done=1), 303)


def _prefs() -> dict[str, Any]:
    """Return the reading choices of the form; words that no page sends are left out.

    Which key does what is set on the page of keys, and stays as it is.
    """
    form = request.form
    prefs: dict[str, Any] = {
        name: form[name] for name in ALLOWED if form.get(name) in ALLOWED[name]
    }
    prefs["key_map"] = reading_choices().get("key_map", {})
    if "keys_on" not in form:
        prefs["keys"] = "off"
    return prefs


def _choices(prefs: dict[str, Any]) -> Choices:
    form = request.form
    return Choices(
        name=form.get("name", ""),
        zone=form.get("tz", ""),
        day_start_hour=form.get("day_start_hour", -1, type=int),
        new_per_day=form.get("new_per_day", -1, type=int),
        minutes_a_day=form.get("minutes_a_day", -1, type=int),
        prefs=dict(prefs),
    )


def _page(*, saved: bool = False, errors: dict[str, str] | None = None) -> str:
    row = viewer()
    given = request.form if errors else None
    return render_template(
        "settings/settings.html",
        saved=saved,
        errors=errors or {},
        has_row=row is not None,
        zones=zones(),
        tz=given.get("tz") if given else row.zone if row else "",
        day_start_hour=row.day_start_hour if row else 4,
        name=given.get("name", "") if given else row.name if row else "",
        new_per_day=given.get("new_per_day") if given else row.new_per_day if row else 10,
        minutes_a_day=given.get("minutes_a_day") if given else row.minutes_a_day if row else 20,
        choices=reading_choices(),
        conditions=accommodations_of(db_session, row.user_id) if row else None,
        times=TIMES,
    )


def _password_page(*, done: bool = False, errors: dict[str, str] | None = None) -> str:
    return render_template("settings/password.html", done=done, errors=errors or {})
