"""The page of a database that stores nothing just now: what is safe, and what was sent, kept.

It needs nothing of the database. What was sent waits in the page and can be sent again: an answer
has an id, so that it is counted once however often it comes.
"""

import logging
from dataclasses import dataclass

from flask import Response, make_response, render_template, request, url_for

from quizapp.db.outages import Outage
from quizapp.services.errors import Conflict
from quizapp.web import tokens
from quizapp.web.login import see_nobody, viewer

log = logging.getLogger(__name__)
UNAVAILABLE = 503
# Forms that may be sent twice: with somebody's work in them, or the start of a session.
KEPT = frozenset(
    {
        "study.answer",
        "study.start",
        "pages.try_one",
        "kept.check",
        "mock.save",
        "items.note",
        "items.report",
    }
)
NEVER_SHOWN = frozenset({"csrf_token", "email", "password", "keep"})
RETRY_SECONDS = {Outage.BUSY: 5, Outage.AWAY: 5, Outage.FULL: 60, Outage.READ_ONLY: 60}
KEPT_BEFORE = "Everything that was shown to you as checked or saved is kept."
WHY = {
    Outage.FULL: "The place where answers are kept has no room left.",
    Outage.READ_ONLY: "The place where answers are kept takes nothing in just now.",
    Outage.BUSY: "Too much is being stored at once.",
    Outage.AWAY: "The place where answers are kept cannot be reached.",
}


@dataclass(frozen=True, slots=True)
class SentForm:
    """What was sent, to be sent once more."""

    action: str
    fields: list[tuple[str, str]]


def outage_page(outage: Outage, error: BaseException) -> Response:
    """Say that nothing was stored or shown, and what to do; log it in one line."""
    reason = str(getattr(error, "orig", None) or error).strip().splitlines()[:1]
    log.error("the database is %s: %s %s: %s", outage, request.method, request.endpoint, reason)
    _look_at_viewer()
    is_read = request.method in {"GET", "HEAD"}
    sent = None if is_read else _sent_form()
    html = render_template(
        "errors/outage.html",
        title=_title(outage, is_read=is_read),
        why=WHY[outage],
        what=_what(outage, sent, is_read=is_read),
        kept_before=KEPT_BEFORE,
        sent=sent,
        again=request.full_path.rstrip("?") if is_read else "",
        minutes=RETRY_SECONDS[outage] // 60,
    )
    response = make_response(html, UNAVAILABLE)
    response.headers["Retry-After"] = str(RETRY_SECONDS[outage])
    return response


def _look_at_viewer() -> None:
    """Let the page be made for nobody where the database does not even say who is asking."""
    try:
        viewer()
    except Exception:  # noqa: BLE001 - whatever it is, it is what this page tells
        see_nobody()


def _sent_form() -> SentForm | None:
    """Return the form of the request, if it may be sent twice."""
    if request.endpoint not in KEPT:
        return None
    action = request.path
    if request.endpoint == "kept.check":  # the answer alone; signing in is not part of the page
        try:
            shown = tokens.unseal(request.form.get("token", ""))
        except Conflict:
            return None
        action = url_for("study.answer", sid=shown.session_id)
    pairs = request.form.items(multi=True)
    return SentForm(action, [(name, value) for name, value in pairs if name not in NEVER_SHOWN])


def _title(outage: Outage, *, is_read: bool) -> str:
    if is_read:
        return "This cannot be shown just now"
    return "It may not have been saved" if outage is Outage.AWAY else "That was not saved"


def _what(outage: Outage, sent: SentForm | None, *, is_read: bool) -> str:
    if is_read:
        return ""
    if sent is not None and outage is Outage.AWAY:
        return "What you sent waits in this page. Send it again: it is counted once."
    if sent is not None:
        return "Nothing of what you just sent was stored. It waits in this page: send it again."
    if outage is Outage.AWAY:
        return "Look whether it is there before you send it again."
    return "Nothing of what you just sent was stored. Go back and send it again later."
