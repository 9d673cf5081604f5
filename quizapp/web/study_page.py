"""The pages of a study session that several views show: the question, once more, out of date."""

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
from quizapp.web.login import learner
from quizapp.web.question_view import grades, order_of, question_view, sess_view


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
) -> str:
    """Return the page of a question, or of a card's answer when `is_revealed`."""
    user_id, now = learner().user_id, clock.now()
    item = shown_item(
        db_session, user_id, place.item_id, place.part, shown.revision if shown else None
    )
    if item is None:
        raise NotFound("This question is no longer here.")
    is_card = Kind(item.body["kind"]) in SELF_GRADED_KINDS
    if shown is None:
        order = order_of(item.body, found.session_id * 1000 + place.n)
        shown = Shown(
            user_id,
            found.session_id,
            place.n,
            place.item_id,
            place.part,
            item.revision,
            order,
            now,
            tokens.new_answer_id(now),
        )
    today, is_back = learner().study_on(now), is_card and is_revealed
    return render_template(
        "study/question.html",
        sess=sess_view(found, place.n),
        question=question_view(
            item.body,
            shown.order,
            concept=item.concept if is_back else "",
            part=place.part,
            chosen=request.form.getlist("option"),
        ),
        token=tokens.seal(shown),
        error=error,
        can_undo=found.can_undo and found.ended_at is None,
        revealed=is_back,
        grades=grades(item, today, is_repeat=place.repeat_of is not None) if is_back else [],
        trail=trail(db_session, user_id, place.item_id, place.part) if is_back else [],
    )


def ask_again(shown: Shown, error: str) -> str:
    """Show the same question once more, with what is missing."""
    found = session_row(shown.session_id)
    return question_page(
        found, place_at(found, shown.n), is_revealed=True, shown=shown, error=error
    )


def stale_page(sid: int, message: str) -> tuple[str, int]:
    """Answer an out-of-date page: say so, with the way to where the session is now."""
    page = render_template(
        "errors/problem.html",
        status=409,
        title="This page was out of date",
        text=message,
        art_kind="broken",
        actions=[(url_for("study.show", sid=sid), "Go on with the session")],
        number="",
    )
    return page, 409
