"""Error pages: what is wrong, what is safe, what to do next. One place for all of them."""

import logging
from contextlib import suppress

from flask import Flask, Response, render_template, request, url_for
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, InternalServerError

from quizapp.adapters.json_log import request_number
from quizapp.db.outages import outage_of
from quizapp.services.errors import Conflict, Invalid, NotAllowed, NotFound
from quizapp.web.editing import kept_text, text_again
from quizapp.web.kept_answer import kept_page, send_again
from quizapp.web.login import viewer
from quizapp.web.outage_page import outage_page

log = logging.getLogger(__name__)
Page = tuple[str, int]
ANSWERS = frozenset({"study.answer", "kept.check"})

# status -> (title, text, picture)
TEXTS = {
    400: (
        "That could not be used",
        "The page sent something we do not understand. Go back, reload it and try again.",
        "broken",
    ),
    403: ("That is not open to you", "Your account has no right to do this.", "lost"),
    404: (
        "There is no page here",
        "The address may be mistyped, or the question was retired.",
        "lost",
    ),
    405: ("That does not work here", "Go back and use the buttons of the page.", "lost"),
    409: ("This changed meanwhile", "It was answered or changed in another tab.", "broken"),
    413: (
        "That is too much at once",
        "The page sent more than an answer can hold. Nothing of it was stored.",
        "broken",
    ),
    422: (
        "That could not be taken",
        "Something in the form is missing or does not fit. Go back, look at it and send it again.",
        "broken",
    ),
    429: (
        "That was a lot at once",
        "Wait a minute and try again.",
        "broken",
    ),
    500: (
        "That went wrong on our side",
        "Every answer that was shown to you as checked is stored. Nothing you did caused this.",
        "broken",
    ),
}


def init_errors(app: Flask) -> None:
    app.register_error_handler(NotFound, lambda error: page(404, str(error)))
    app.register_error_handler(NotAllowed, lambda error: page(403, str(error)))
    app.register_error_handler(Conflict, lambda error: page(409, str(error)))
    app.register_error_handler(Invalid, lambda error: page(400, str(error)))
    app.register_error_handler(CSRFError, forged)
    app.register_error_handler(HTTPException, refused)
    app.register_error_handler(Exception, broken)


def page(status: int, text: str = "", number: str = "") -> Page:
    """Return the error page for `status`; `text` says it more exactly than the standard one."""
    title, standard, art = TEXTS.get(status, TEXTS[400])
    again, ways_on = _once_more(status), _ways_on()
    html = render_template(
        "errors/problem.html",
        status=status,
        title=title,
        text=text or standard,
        art_kind=art,
        again=again,
        actions=ways_on[:1] if again else ways_on,
        number=number,
    )
    return html, status


def _once_more(status: int) -> str:
    """Return the address of a page that failed while it was only read, or nothing."""
    is_worth_it = status == InternalServerError.code and request.method == "GET"
    return request.full_path.rstrip("?") if is_worth_it else ""


def _ways_on() -> list[tuple[str, str]]:
    """Return where to go on: (address, words)."""
    if viewer() is None:
        return [
            (url_for("pages.landing"), "Go to the first page"),
            (url_for("banks.shelf"), "Question banks"),
        ]
    return [
        (url_for("today.today"), "Go to Today"),
        (url_for("history.missed"), "Missed questions"),
    ]


def forged(error: CSRFError) -> Page | Response:
    """Refuse a form that this site did not make, or made for somebody else.

    An answer in it, or a bank's text, is not stored, but it is not lost either.
    """
    del error
    try:
        return _kept() or page(
            400,
            "This form was made before you signed in or out, or not by this site. "
            "Nothing was stored. Go back, reload the page and send it again.",
        )
    except Exception as fault:  # noqa: BLE001 - whatever kept the page from being made is shown
        return broken(fault)


def _kept() -> Page | None:
    """Return the page that holds on what the form brought; None where that is nothing to keep."""
    if request.endpoint in ANSWERS:
        return kept_page() if viewer() is None else send_again()
    if request.endpoint == "editing.save" and request.form.get("text"):
        if viewer() is None:
            return kept_text()
        # Shown again it is one press from being stored, so the browser has to say that it is ours.
        is_ours = request.headers.get("Sec-Fetch-Site") == "same-origin"
        with suppress(NotFound):  # no bank of theirs
            return text_again() if is_ours else None
    return None


def refused(error: HTTPException) -> Page:
    status = error.code or 500
    return page(status if status in TEXTS else 400 if status < 500 else 500)  # noqa: PLR2004


def broken(error: Exception) -> Page | Response:
    """Say so in plain words, and log the fault under the request's number, which the page shows."""
    outage = outage_of(error)
    if outage is not None:
        return outage_page(outage, error)
    number = request_number.get()
    log.error("fault", exc_info=error)
    try:
        return page(InternalServerError.code, number=number)
    except Exception:
        # The page itself needs what is broken, such as a look at who is asking.
        log.exception("no page for the fault")
        text = f"{TEXTS[500][0]}. {TEXTS[500][1]}"
        text += f"\nIf it happens again, tell whoever runs this site: {number}\n"
        return Response(text, InternalServerError.code, mimetype="text/plain")
