"""An educator's cohorts: what they asked of whom, and how the group does."""

from collections.abc import Mapping

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from quizapp.core.cohort import FEWEST, spoken
from quizapp.db.base import db_session
from quizapp.db.queries.banks import bank_titles
from quizapp.db.queries.cohorts import CohortRow, cohort_banks, own_cohort, own_cohorts
from quizapp.db.queries.exams import exam_titles
from quizapp.services.cohorts import (
    change_cohort,
    close_cohort,
    make_cohort,
    remove_member,
    renew_link,
)
from quizapp.services.errors import Invalid, NotFound
from quizapp.web import clock, words
from quizapp.web.cohort_form import CohortForm, choices_of, sent_form, stored_form
from quizapp.web.cohort_view import cohort_view
from quizapp.web.teaching import NO_PAGE, educator

bp = Blueprint("cohorts", __name__, url_prefix="/teach/cohorts")
SEE_OTHER = 303


@bp.get("")
def cohorts() -> str:
    """Show this educator's cohorts."""
    row = educator()
    rows = own_cohorts(db_session, row.user_id, clock.now())
    return render_template("teach/cohorts.html", cohorts=rows, fewest=FEWEST, day=words.long_date)


@bp.get("/new")
def new() -> str:
    """Show the form of a new one."""
    educator()
    return _form(CohortForm())


@bp.post("")
def make() -> Response | tuple[str, int]:
    """Make it."""
    row, now = educator(), clock.now()
    try:
        cohort_id = make_cohort(
            db_session,
            row.user_id,
            choices_of(request.form),
            today=row.learner.study_on(now),
            now=now,
        )
    except Invalid as fault:
        db_session.rollback()
        return _form(sent_form(request.form), errors=fault.fields), 422
    flash("Made. Give the link or the code to those who should join.", "message")
    return redirect(url_for(".cohort", cohort_id=cohort_id), SEE_OTHER)


@bp.get("/<int:cohort_id>")
def cohort(cohort_id: int) -> str:
    """Show how the group does, and never one member beside another."""
    found = _own(cohort_id)
    banks = cohort_banks(db_session, [cohort_id])[cohort_id]
    today = educator().learner.study_on(clock.now())
    return render_template(
        "teach/cohort.html",
        cohort=found,
        banks=banks,
        view=cohort_view(found, banks, today),
        code=spoken(found.code),
        fewest=FEWEST,
        day=words.long_date,
    )


@bp.get("/<int:cohort_id>/edit")
def edit(cohort_id: int) -> str:
    """Show its form."""
    found = _own(cohort_id)
    return _form(stored_form(found, cohort_banks(db_session, [cohort_id])[cohort_id]), found)


@bp.post("/<int:cohort_id>/edit")
def change(cohort_id: int) -> Response | tuple[str, int]:
    """Change what it asks for."""
    row, found = educator(), _own(cohort_id)
    now = clock.now()
    try:
        change_cohort(
            db_session,
            row.user_id,
            cohort_id,
            choices_of(request.form),
            today=row.learner.study_on(now),
            now=now,
        )
    except Invalid as fault:
        db_session.rollback()
        return _form(sent_form(request.form), found, fault.fields), 422
    flash("Saved.", "message")
    return redirect(url_for(".cohort", cohort_id=cohort_id), SEE_OTHER)


@bp.post("/<int:cohort_id>/renew")
def renew(cohort_id: int) -> Response:
    """Give it another link and code."""
    renew_link(db_session, educator().user_id, cohort_id)
    flash("The old link and code do not work any more. These are new.", "message")
    return redirect(url_for(".cohort", cohort_id=cohort_id), SEE_OTHER)


@bp.post("/<int:cohort_id>/close")
def close(cohort_id: int) -> Response:
    """End it for good."""
    close_cohort(db_session, educator().user_id, cohort_id, now=clock.now())
    flash("Closed. Nothing is shared with you any more.", "message")
    return redirect(url_for(".cohorts"), SEE_OTHER)


@bp.post("/<int:cohort_id>/members/<int:user_id>/remove")
def remove(cohort_id: int, user_id: int) -> Response:
    """Take a member out."""
    remove_member(db_session, educator().user_id, cohort_id, user_id)
    flash("Removed.", "message")
    return redirect(url_for(".cohort", cohort_id=cohort_id), SEE_OTHER)


def _own(cohort_id: int) -> CohortRow:
    found = own_cohort(db_session, educator().user_id, cohort_id)
    if found is None:
        raise NotFound(NO_PAGE)
    return found


def _form(
    form: CohortForm, cohort: CohortRow | None = None, errors: Mapping[str, str] | None = None
) -> str:
    return render_template(
        "teach/cohort_form.html",
        form=form,
        cohort=cohort,
        errors=errors or {},
        banks=bank_titles(db_session).items(),
        exams=exam_titles(db_session),
    )
