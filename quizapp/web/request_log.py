"""Every request gets a number, and the log a line of what came of it."""

import hashlib
import hmac
import secrets
from time import perf_counter
from typing import Final

from flask import Flask, Response, current_app, g, request
from werkzeug.exceptions import RequestEntityTooLarge

from quizapp.adapters.json_log import REQUESTS, log_event, request_number
from quizapp.adapters.metrics import Metrics, NoMetrics

# (endpoint, status) -> what happened, for whoever looks for a break-in.
EVENTS: Final = {
    ("signin.check", 303): "password accepted",  # a code may be asked for yet
    ("signin.check", 422): "sign-in refused",
    ("signin.logout", 303): "signed out",
    ("accounts.create", 303): "account made",
    ("signin.check_code", 303): "signed in with a second factor",
    ("signin.check_code", 422): "code refused",
    ("settings.new_password", 303): "password changed",
    ("settings.new_password", 422): "password change refused",
    ("forgot.save", 303): "password set by a link",
    ("emails.confirmed", 303): "address confirmed",
    ("second_factor.off", 303): "second factor turned off",
    ("sessions.end", 303): "sign-ins ended",
    ("record.whole", 200): "record taken along",
    ("record.leave", 303): "deletion of the account asked for",
    ("record.leave", 422): "deletion of the account refused",
    ("record.keep", 303): "account kept",
}
REFUSALS: Final = {
    400: "request refused",
    403: "not allowed",
    413: "too much sent",
    429: "too many requests",
}


def init_request_log(app: Flask) -> None:
    """Number the requests and log them. First of all, so that it sees what the others make."""
    app.extensions["metrics"] = NoMetrics()  # the server puts its own there
    app.before_request(number_it)
    app.after_request(note_it)
    app.teardown_request(forget_it)


def number_it() -> None:
    g.began = perf_counter()
    request_number.set(new_number())


def new_number() -> str:
    """Return a number that somebody can read out over the telephone."""
    number = secrets.token_hex(6).upper()
    return f"{number[:4]}-{number[4:8]}-{number[8:]}"


def note_it(response: Response) -> Response:
    """Log the request: by its route, since an address may hold what nobody else should read."""
    response.headers["X-Request-ID"] = request_number.get()
    route = request.url_rule.rule if request.url_rule else ""
    facts = {
        "method": request.method,
        "route": route,
        "status": response.status_code,
        "user": _user_id(),
    }
    event = EVENTS.get((request.endpoint or "", response.status_code))
    event = event or REFUSALS.get(response.status_code)
    if event:
        log_event(event, **facts, **_account())
    seconds = perf_counter() - g.get("began", perf_counter())
    metrics: Metrics = current_app.extensions["metrics"]
    metrics.observe(request.method if route else "", route, response.status_code, seconds)
    REQUESTS.info("request", extra={"facts": {**facts, "ms": round(seconds * 1000, 1)}})
    return response


def forget_it(fault: BaseException | None) -> None:
    del fault
    request_number.set("")


def _user_id() -> int | None:
    """Return who asked, if the request had to find that out: the log alone is no reason to."""
    row = getattr(g.get("_login_user"), "row", None)
    return row.user_id if row is not None else None


def _account() -> dict[str, str]:
    """Return which account was meant, as a mark: the same for every try, and no address.

    People type their password into the wrong field.
    """
    if request.endpoint != "signin.check":
        return {}
    try:
        email = request.form.get("email", "")
    except RequestEntityTooLarge:  # too large to be read, which is what is logged
        email = ""
    if not email:
        return {}
    key, address = (
        str(current_app.secret_key).encode(),
        email.strip().lower().encode(errors="replace"),
    )
    return {"account": hmac.new(key, address, hashlib.sha256).hexdigest()[:12]}
