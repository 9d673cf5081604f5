"""An answer sent by somebody who is no longer signed in: it travels in the form until they are.

Nothing of it is stored before its token's own user has signed in (ADR 0012).
"""

from dataclasses import dataclass

from flask import redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from quizapp.core.scheduling.rating import Confidence
from quizapp.db.base import db_session
from quizapp.db.queries.places import places_still_open
from quizapp.db.queries.study import shown_item
from quizapp.services.errors import Conflict
from quizapp.services.recording import Shown
from quizapp.web import tokens
from quizapp.web.answer_form import ROW, filled_in
from quizapp.web.login import viewer

FIELDS = frozenset({"token", "option", "order", "answer", "confidence", "grade"})
SAID = {
    Confidence.GUESSING: "guessing",
    Confidence.FAIRLY: "fairly sure",
    Confidence.CERTAIN: "certain",
}
LONGEST_SAID = 160  # characters
Page = tuple[str, int]


@dataclass(frozen=True, slots=True)
class KeptAnswer:
    """What the page says of the answer, and the fields that carry it on."""

    session_id: int
    place: str
    answer: str  # as the form and its question tell it, empty where that takes more than a line
    said: str
    fields: list[tuple[str, str]]


def keep_answer() -> Response | Page:
    """Ask to sign in, with this request's answer kept in the form where there is one."""
    shown = _shown(request.form)
    back = url_for("study.show", sid=shown.session_id) if shown else None
    return kept_page() or redirect(url_for("signin.login", next=back))


def kept_page(error: str = "", status: int = 401, *, needs_code: bool = False) -> Page | None:
    """Return the page that signs in and carries the answer on; None where nothing waits for it."""
    shown = _shown(request.form)
    kept = _kept(shown) if shown else None
    if kept is None:
        return None
    email = request.form.get("email", "")
    html = render_template(
        "signin/kept.html",
        kept=kept,
        error=error,
        email=email,
        needs_code=needs_code,
        keeps="keep" in request.form,
    )
    return html, status


def send_again() -> Page | None:
    """Return the page that sends an answer anew after its form was refused; None for no answer.

    A form of before signing out and in again is not this browser's any more, its answer still is.
    """
    shown, row = _shown(request.form), viewer()
    if shown is None or row is None or shown.user_id != row.user_id:
        return None
    kept = _kept(shown)
    return (render_template("signin/send_again.html", kept=kept), 400) if kept else None


def _shown(form: MultiDict[str, str]) -> Shown | None:
    try:
        return tokens.unseal(form.get("token", ""))
    except Conflict:
        return None


def _kept(shown: Shown) -> KeptAnswer | None:
    """Return what the form answers to `shown`; None when it answers nothing that still waits."""
    form = request.form
    has_answer = bool(form.get("grade")) or any(
        (filled_in(form).options, filled_in(form).text, filled_in(form).matches)
    )
    if not has_answer or "move" in form:
        return None
    total = places_still_open(db_session, shown.user_id, shown.session_id, shown.n)
    if not total:
        return None
    said = form.get("confidence", "")
    return KeptAnswer(
        shown.session_id,
        f"question {shown.n} of {total}",
        _in_words(shown),
        SAID[Confidence(said)] if said in list(Confidence) else "",
        [pair for pair in form.items(multi=True) if pair[0] in FIELDS or pair[0].startswith(ROW)],
    )


def _in_words(shown: Shown) -> str:
    """Return the options that were picked or the words that were typed, in quotation marks."""
    given = filled_in(request.form)
    item = shown_item(db_session, shown.user_id, shown.item_id, shown.part, shown.revision)
    texts = {one["id"]: one["text"] for one in item.body["options"]} if item else {}
    picked = [texts[one] for one in given.options if one in texts] or [given.text.strip()]
    said = " and ".join(f"“{text}”" for text in picked if text)
    return said if len(said) <= LONGEST_SAID else ""
