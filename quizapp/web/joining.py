"""A learner's cohorts: invited by link or code, what is shared, naming, leaving."""

from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response

from quizapp.core.cohort import FEWEST, plain_code
from quizapp.db.base import db_session
from quizapp.db.queries.cohorts import (
    MembershipRow,
    cohort_banks,
    invitation,
    link_of_code,
    memberships,
)
from quizapp.services.errors import Conflict, Invalid, NotAllowed, NotFound
from quizapp.services.memberships import (
    CLOSED,
    GONE,
    change_naming,
    join_cohort,
    leave_cohort,
)
from quizapp.services.plan import PlanChoices, change_plan
from quizapp.web import clock, words
from quizapp.web.login import INVITED, needs_viewer, require_viewer, viewer

bp = Blueprint("joining", __name__, url_prefix="/cohorts")
SEE_OTHER = 303
LONGEST_LINK = 40  # characters


@bp.get("")
@needs_viewer
def mine() -> str:
    """Show the cohorts that the learner is in, and what they share."""
    return _mine()


@bp.get("/join/<link>")
def land(link: str) -> Response:
    """Keep the link in the cookie, so that it is there still after signing in."""
    can_be_one = len(link) <= LONGEST_LINK and link.isascii() and link.isprintable()
    session[INVITED] = link if can_be_one else "none"
    return redirect(url_for(".offer"))


@bp.get("/join")
def offer() -> str | tuple[str, int]:
    """Show what somebody is invited to, or ask for the code."""
    link = session.get(INVITED, "")
    if not link:
        return _code_page()
    found = invitation(db_session, link)
    if found is None or found.closed_at is not None:
        session.pop(INVITED)
        return _code_page(GONE if found is None else CLOSED), 410
    banks = cohort_banks(db_session, [found.cohort_id])[found.cohort_id]
    return render_template(
        "joining/offer.html", cohort=found, banks=banks, fewest=FEWEST, day=words.long_date
    )


@bp.post("/join")
def find() -> Response | tuple[str, int]:
    """Look up a code that was typed in."""
    text = request.form.get("code", "")
    link = link_of_code(db_session, plain_code(text))
    if link is None:
        return _code_page("No cohort has this code. Look at its letters once more.", text[:40]), 422
    session[INVITED] = link
    return redirect(url_for(".offer"), SEE_OTHER)


@bp.post("/answer")
def answer() -> Response | tuple[str, int]:
    """Join, or put the invitation aside."""
    row, link = viewer(), session.get(INVITED, "")
    if request.form.get("do") != "join":
        session.pop(INVITED, None)
        return redirect(url_for("today.today" if row else "pages.landing"), SEE_OTHER)
    if row is None:
        return redirect(url_for("signin.login", next=url_for(".offer")), SEE_OTHER)
    names = request.form.get("named") == "on"
    try:
        join_cohort(db_session, row.user_id, link, shares_name=names, now=clock.now())
    except (Conflict, NotAllowed, NotFound) as fault:
        db_session.rollback()
        session.pop(INVITED, None)
        return _code_page(str(fault)), 410 if isinstance(fault, NotFound) else 409
    session.pop(INVITED, None)
    flash("You are in. You can leave at any time, here.", "message")
    return redirect(url_for(".mine"), SEE_OTHER)


@bp.post("/<int:cohort_id>/naming")
@needs_viewer
def naming(cohort_id: int) -> Response | tuple[str, int]:
    """Let the educator see the learner's name, or no longer."""
    user_id, names = require_viewer().user_id, request.form.get("named") == "on"
    try:
        change_naming(db_session, user_id, cohort_id, shares_name=names)
    except Invalid as fault:
        db_session.rollback()
        return _mine(str(fault)), 422
    flash("Saved.", "message")
    return redirect(url_for(".mine"), SEE_OTHER)


@bp.post("/<int:cohort_id>/leave")
@needs_viewer
def leave(cohort_id: int) -> Response:
    """Leave at once."""
    leave_cohort(db_session, require_viewer().user_id, cohort_id)
    flash("You have left. Nothing of you is shared there any more.", "message")
    return redirect(url_for(".mine"), SEE_OTHER)


@bp.post("/<int:cohort_id>/date")
@needs_viewer
def take_date(cohort_id: int) -> Response:
    """Make a plan toward the cohort's exam, for somebody without one."""
    row, found = require_viewer(), _membership(cohort_id)
    now = clock.now()
    if row.plan is not None or found.exam_on is None:
        flash("Your own plan stays as it is.", "message")
        return redirect(url_for(".mine"), SEE_OTHER)
    minutes = [row.minutes_a_day] * 7
    choices = PlanChoices(found.exam, found.exam_on, None, minutes, [], is_sparing=False)
    today = row.learner.study_on(now)
    try:
        change_plan(db_session, row.user_id, choices, today=today, now=now)
    except Invalid as fault:
        db_session.rollback()
        flash(str(fault), "message")
        return redirect(url_for(".mine"), SEE_OTHER)
    return redirect(url_for("plan.plan"), SEE_OTHER)


def _membership(cohort_id: int) -> MembershipRow:
    for found in memberships(db_session, require_viewer().user_id, cohort_id):
        return found
    raise NotFound("You are in no such cohort.")


def _mine(fault: str = "") -> str:
    row = require_viewer()
    rows = memberships(db_session, row.user_id)
    return render_template(
        "joining/mine.html",
        cohorts=rows,
        banks=cohort_banks(db_session, [one.cohort_id for one in rows]),
        today=row.learner.study_on(clock.now()),
        fault=fault,
        fewest=FEWEST,
        day=words.long_date,
    )


def _code_page(fault: str = "", code: str = "") -> str:
    return render_template("joining/code.html", fault=fault, code=code)
