"""Who is asking, by Flask-Login over our own table of login sessions."""

import hashlib
from collections.abc import Callable
from datetime import timedelta
from typing import Any, TypeVar, cast

from flask import Flask, g, redirect, request, session, url_for
from flask_login import (
    LoginManager,
    UserMixin,
    current_user,
    login_required,
    login_user,
    logout_user,
)
from werkzeug.wrappers import Response

from quizapp.core.learner import Learner
from quizapp.db import write
from quizapp.db.base import db_session
from quizapp.db.queries.accounts import ViewerRow, viewer_by_session
from quizapp.services.login_sessions import touch_session
from quizapp.web import clock

manager = LoginManager()
SEEN_EVERY = timedelta(hours=1)
LONGEST_DAYS = 180  # then everybody signs in anew, however often they came
INVITED = "invited"  # in the cookie: the link of a cohort that somebody may join
View = TypeVar("View", bound=Callable[..., object])


class Viewer(UserMixin):  # type: ignore[misc]
    """The user behind a request, as Flask-Login wants it; its id is the login session's token."""

    def __init__(self, row: ViewerRow, token: str) -> None:
        self.row = row
        self.token = token

    def get_id(self) -> str:
        return self.token


def init_login(app: Flask) -> None:
    app.before_request(note_use)
    manager.init_app(app)
    manager.session_protection = None  # the login session's own row decides


@manager.user_loader  # type: ignore[untyped-decorator]
def load_viewer(token: str) -> Viewer | None:
    if g.get("sees_nobody"):
        return None
    now = clock.now()
    since = now - timedelta(days=LONGEST_DAYS)
    id_hash = hashlib.sha256(token.encode()).hexdigest()
    row = viewer_by_session(db_session, id_hash, since, now)
    return Viewer(row, token) if row else None


@manager.unauthorized_handler  # type: ignore[untyped-decorator]
def ask_to_sign_in() -> Response:
    """Send to the sign-in page, and back to a page that was only read."""
    wanted = request.full_path.rstrip("?") if request.method == "GET" else None
    return redirect(url_for("signin.login", next=wanted))


def note_use() -> None:
    """Note that this login session is in use: with what writes anyway, once an hour."""
    row, token = viewer(), token_in_cookie()
    is_due = row is not None and clock.now() - row.seen_at >= SEEN_EVERY
    if token and is_due and write.current_mode() is write.Mode.WRITE:
        touch_session(db_session, token, now=clock.now())


def needs_viewer(view: View) -> View:
    """Let nobody see `view` who is not signed in, as a guest at least."""
    return cast("View", login_required(view))


def see_nobody() -> None:
    """Take whoever asks for nobody until the request ends: nothing is known of anybody."""
    g.sees_nobody = True


def viewer() -> ViewerRow | None:
    """Return the row of who is asking, or None."""
    return current_user.row if current_user.is_authenticated else None


def require_viewer() -> ViewerRow:
    """Return the row of who is asking, in a view that needs one (login_required)."""
    row: ViewerRow = current_user.row
    return row


def learner() -> Learner:
    """Return who studies, in a view that needs somebody."""
    return require_viewer().learner


def token_in_cookie() -> str | None:
    """Return the token of this browser's login session."""
    return current_user.token if current_user.is_authenticated else None


def begin(token: str, *, keeps_forms: bool = False, is_lasting: bool = True) -> None:
    """Make this browser signed in with `token`; whatever its cookie held before is gone.

    With `keeps_forms` its open pages may still send their forms: for a guest who was nobody
    before, so that a second press of the first button finds the first answer. Unless
    `is_lasting`, closing the browser ends it.
    """
    reading = reading_choices()
    csrf_token = session.get("csrf_token") if keeps_forms else None
    invited = session.get(INVITED)
    session.clear()
    if csrf_token:
        session["csrf_token"] = csrf_token
    if invited:
        session[INVITED] = invited
    session.permanent = is_lasting
    session["reading"] = reading
    login_user(load_viewer(token))


def way_on() -> str:
    """Return where somebody goes who has just signed in: to what they came for, else to Today."""
    return url_for("joining.offer" if session.get(INVITED) else "today.today")


def end() -> None:
    """Make this browser signed out."""
    reading = reading_choices()
    logout_user()
    session.clear()
    session["reading"] = reading


def reading_choices() -> dict[str, Any]:
    """Return how pages should look: the account's choices, or this browser's."""
    row = viewer()
    if row is not None and row.prefs:
        return row.prefs
    kept: dict[str, Any] = session.get("reading", {})
    return kept
