"""The pages of a study session that several views show: the question, once more, out of date."""

from datetime import datetime

from flask import render_template, request, url_for

from quizapp.core.bank.model import SELF_GRADED_KINDS, Kind
from quizapp.db.base import db_session
from quizapp.db.queries.study import (
    AnswerRow,
    PlaceRow,
    SessionRow,
    ShownItemRow,
    answer_by_id,
    session_by_id,
    shown_item,
    trail,
)
from quizapp.services.errors import NotFound
from quizapp.services.recording import Shown
from quizapp.web import clock, tokens
from quizapp.web.answer_form import filled_in
from quizapp.web.item_tools import tools_before, tools_behind
from quizapp.web.login import learner
from quizapp.web.question_view import grades, order_of, question_view, sess_view

OUTCOMES = {"ok": "right", "part": "partly right", "no": "not right"}


def session_row(sid: int) -> SessionRow:
    """Return the viewer's session; NotFound when there is none of that id."""
    found = session_by_id(db_session, learner().user_id, sid)
    if found is None:
        raise NotFound("There is no such study session, or it is not yours.")
    return found


def place_at(found: SessionRow, n: int) -> PlaceRow:
    """Return place `n` of a session, or raise NotFound."""
    place = next((place for place in found.places if place.n == n), None)
    if place is None:
        raise NotFound("This session has no such question.")
    return place


def answered(user_id: int, place: PlaceRow) -> tuple[AnswerRow, ShownItemRow]:
    """Return the answer at a place with its item as it was shown then, or raise NotFound."""
    given = answer_by_id(db_session, user_id, place.answer_id or "")
    if given is None:
        raise NotFound("This question was not answered in this session.")
    item = shown_item(db_session, user_id, place.item_id, place.part, given.revision)
    if item is None:
        raise NotFound("This question is no longer here.")
    return given, item


def question_page(
    found: SessionRow,
    place: PlaceRow,
    *,
    is_revealed: bool,
    shown: Shown | None = None,
    error: str | None = None,
    move: str = "",
) -> str:
    """Return the page of a question, or of a card's answer when `is_revealed`.

    What the form of the request holds is filled in; `move` is the press that moved a step.
    """
    user_id, now = learner().user_id, clock.now()
    item = shown_item(
        db_session, user_id, place.item_id, place.part, shown.revision if shown else None
    )
    if item is None:
        raise NotFound("This question is no longer here.")
    is_card = Kind(item.body["kind"]) in SELF_GRADED_KINDS
    shown = shown or _first_shown(found.session_id, place, item, now)
    today, is_back = learner().study_on(now), is_card and is_revealed
    tools_of = tools_behind if is_back else tools_before
    return render_template(
        "study/question.html",
        sess=sess_view(found, place.n),
        question=question_view(
            item.body,
            shown.order,
            concept=item.concept if is_back else "",
            part=place.part,
            given=filled_in(request.form, move),
        ),
        said=request.form.get("confidence", ""),
        move=move,
        token=tokens.seal(shown),
        error=error,
        tools=tools_of(item, _here(found, is_revealed=is_back)),
        can_undo=found.can_undo and found.ended_at is None,
        revealed=is_back,
        grades=grades(item, today, is_repeat=place.repeat_of is not None) if is_back else [],
        trail=trail(db_session, user_id, place.item_id, place.part) if is_back else [],
    )


def _first_shown(session_id: int, place: PlaceRow, item: ShownItemRow, now: datetime) -> Shown:
    """Return what is put to the viewer at a place, with an id for the answer to come."""
    return Shown(
        learner().user_id,
        session_id,
        place.n,
        place.item_id,
        place.part,
        item.revision,
        order_of(item.body, session_id * 1000 + place.n),
        now,
        tokens.new_answer_id(now),
    )


def _here(found: SessionRow, *, is_revealed: bool) -> str:
    """Return the address of the question, with the answer of a card if that shows."""
    return url_for("study.show", sid=found.session_id, show=1 if is_revealed else None)


def ask_again(shown: Shown, error: str) -> str:
    """Show the same question once more, with what is missing."""
    found = session_row(shown.session_id)
    return question_page(
        found, place_at(found, shown.n), is_revealed=True, shown=shown, error=error
    )


def move_page(shown: Shown, move: str) -> str | tuple[str, int]:
    """Show an order question again with one step moved up or down; nothing is stored."""
    found = session_row(shown.session_id)
    place = place_at(found, shown.n)
    if place.answer_id is not None or place.item_id != shown.item_id:
        return stale_page(shown, "This question was answered in another tab.", is_lost=False)
    return question_page(found, place, is_revealed=False, shown=shown, move=move)


def stale_page(shown: Shown, message: str, *, is_lost: bool = True) -> tuple[str, int]:
    """Answer an out-of-date page: what became of its question, and where the session is now.

    `is_lost` says that an answer was sent, which was not stored.
    """
    found = session_row(shown.session_id)
    outcome, waits = place_at(found, shown.n).outcome, found.next_place
    if outcome and found.is_sealed:
        message = "This question was answered on another page."
    elif outcome:
        message = f"This question was answered on another page: {OUTCOMES[outcome]}."
    if found.ended_at is not None:
        way = (url_for("today.today"), "Go to Today")
        message, now = message if outcome else "", "The session has ended. Its answers are kept."
    elif waits is None:
        way = (url_for("study.done", sid=found.session_id), "See how it went")
        now = "All questions of the session are answered."
    else:
        way = (url_for("study.show", sid=found.session_id), "Go on with the session")
        now = f"You are at question {waits.n} of {len(found.places)}."
    lost = "The answer you just sent was not stored." if is_lost else ""
    page = render_template(
        "errors/problem.html",
        status=409,
        title="This page was out of date",
        text=" ".join(part for part in (message, lost, now) if part),
        art_kind="broken",
        actions=[way],
        number="",
    )
    return page, 409
