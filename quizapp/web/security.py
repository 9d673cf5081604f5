"""What every response and every request must have: headers, CSRF, the transaction's mode."""

from contextlib import ExitStack
from itertools import chain
from urllib.parse import urlsplit

from flask import Flask, Response, abort, current_app, g, request
from flask.sessions import SecureCookieSessionInterface, SessionMixin
from flask_wtf import CSRFProtect
from flask_wtf.csrf import generate_csrf
from markupsafe import Markup

from quizapp.config import Settings
from quizapp.db import write

CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
    "connect-src 'self'; manifest-src 'self'; worker-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
CSRF_FIELD = Markup('<input type="hidden" name="csrf_token" value="{}">')
READING_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
LARGE_BODIES = {  # bytes
    "record.take_in": 20_000_000,  # some 24 000 answers
    "uploading.take": 26_000_000,  # a bank with its pictures
    "importing.take": 26_000_000,
    "editing.save": 6_000_000,  # a bank of 2 MB, in the longest writing of a form
    "editing.check": 6_000_000,
}
OF_THIS_SITE = frozenset({"same-origin", "none"})  # of Sec-Fetch-Site; none: typed by the user
LARGEST_NUMBER = 2**31 - 1  # of an id or a place

csrf = CSRFProtect()


class PrivateSessions(SecureCookieSessionInterface):
    """Sessions in a cookie that no response carries which everybody may keep."""

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Set the cookie, unless the response is public."""
        if not response.cache_control.public:
            super().save_session(app, session, response)


def init_security(app: Flask, settings: Settings) -> None:
    """Add the headers, the CSRF check and the choice between reading and writing."""
    app.session_interface = PrivateSessions()
    app.before_request(refuse_other_hosts)
    app.before_request(choose_limit)
    app.before_request(choose_mode)
    app.before_request(refuse_foreign)
    app.before_request(refuse_impossible)
    app.teardown_request(drop_mode)
    csrf.init_app(app)
    app.jinja_env.globals["csrf"] = csrf_field
    guards = headers_for(settings)

    @app.after_request
    def add_headers(response: Response) -> Response:
        headers = response.headers
        for name, value in guards.items():
            headers[name] = value
        headers.setdefault("Cache-Control", "no-store")
        if response.mimetype == "text/html":
            headers.add("Vary", "X-Fragment")
        return response


def csrf_field() -> Markup:
    """Return the field that every form carries, so that no other site can send it."""
    return CSRF_FIELD.format(generate_csrf())


def headers_for(settings: Settings) -> dict[str, str]:
    """Return the headers of every response, static files included."""
    headers = {
        "Content-Security-Policy": CSP,
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "same-origin",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    }
    if settings.secure_cookies:
        headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
    return headers


def mode_for(method: str) -> write.Mode:
    """Return the transaction mode of a request: only POST and its kin may write."""
    return write.Mode.READ if method in READING_METHODS else write.Mode.WRITE


def refuse_other_hosts() -> None:
    """Turn away requests that call this site by a name that is not its own."""
    settings: Settings = current_app.config["SETTINGS"]
    if settings.hosts and urlsplit(f"//{request.host}").hostname not in settings.hosts:
        abort(400)


def choose_limit() -> None:
    """Let a page that takes a file in have a larger body; before the form is read."""
    most = LARGE_BODIES.get(request.endpoint or "")
    if most:
        request.max_content_length = request.max_form_memory_size = most


def choose_mode() -> None:
    """Fix the mode before the request's first statement."""
    stack = ExitStack()
    stack.enter_context(write.mode(mode_for(request.method)))
    g.transaction_mode = stack


def refuse_foreign() -> None:
    """Turn away a form that another site sent, as the browser says, before its token is looked at.

    Browsers that say nothing are left to the token.
    """
    site = request.headers.get("Sec-Fetch-Site", "none")
    if request.method not in READING_METHODS and site not in OF_THIS_SITE:
        abort(400)


def refuse_impossible() -> None:
    """Turn away numbers and characters that no column of the database can hold."""
    in_path = list((request.view_args or {}).values())
    if any(value > LARGEST_NUMBER for value in in_path if isinstance(value, int)):
        abort(404)
    if any("\0" in value for value in in_path if isinstance(value, str)):
        abort(404)
    sent = chain.from_iterable(values for _, values in request.values.lists())
    if any("\0" in value for value in sent):
        abort(400)


def drop_mode(fault: BaseException | None) -> None:
    """Go back to what was before the request."""
    del fault
    stack: ExitStack | None = g.pop("transaction_mode", None)
    if stack is not None:
        stack.close()
