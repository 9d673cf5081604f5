"""Where one is signed in, and how to end it."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from quizapp.core.agent import browser_in_words
from quizapp.core.scheduling.study_day import known_zone
from quizapp.db.base import db_session
from quizapp.db.queries.accounts import login_sessions
from quizapp.services.account_tokens import hash_token
from quizapp.services.login_sessions import end_other_sessions, end_session
from quizapp.web import words
from quizapp.web.login import needs_viewer, require_viewer, token_in_cookie

bp = Blueprint("sessions", __name__)


@bp.get("/settings/sessions")
@needs_viewer
def sessions() -> str:
    """Show every browser that is signed in; this one first."""
    row, own = require_viewer(), hash_token(token_in_cookie() or "")
    zone = known_zone(row.zone)
    found = login_sessions(db_session, row.user_id)
    shown = [
        {
            "id": one.id_hash,
            "browser": browser_in_words(one.agent),
            "is_this": one.id_hash == own,
            "began": words.long_date(one.created_at.astimezone(zone).date()),
            "seen": words.long_date(one.seen_at.astimezone(zone).date()),
        }
        for one in sorted(found, key=lambda one: one.id_hash != own)
    ]
    return render_template("sessions/sessions.html", sessions=shown)


@bp.post("/settings/sessions")
@needs_viewer
def end() -> Response:
    """End one of them, or all others."""
    user_id, wanted = require_viewer().user_id, request.form.get("session", "")
    if wanted:
        end_session(db_session, user_id, wanted)
        flash("That browser is signed out.")
    else:
        end_other_sessions(db_session, user_id, token_in_cookie() or "")
        flash("Every other browser is signed out.")
    return redirect(url_for(".sessions"), 303)
