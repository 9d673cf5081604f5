"""Help, in the same place on every page; the list of keys, and how to change them."""

from flask import Blueprint, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response

from quizapp.db.base import db_session
from quizapp.db.queries.exams import exam_titles
from quizapp.services.accounts import change_prefs
from quizapp.services.errors import Invalid
from quizapp.web.key_map import ACTIONS, changed_keys, written_keys
from quizapp.web.login import reading_choices, viewer

bp = Blueprint("help", __name__)


@bp.get("/help")
def help_index() -> str:
    return render_template("help/help_index.html", exams=exam_titles(db_session))


@bp.get("/help/keys")
def keys() -> str:
    return _keys_page(saved=request.args.get("saved") == "1")


@bp.post("/help/keys")
def change_key() -> Response | tuple[str, int]:
    """Give an action another key, or all their standard one, or turn them off; kept as settings."""
    form, prefs = request.form, dict(reading_choices())
    try:
        if "single" in form:
            prefs["keys"] = "off" if form["single"] == "off" else "on"
        elif "reset" in form:
            prefs["key_map"] = {}
        else:
            prefs["key_map"] = changed_keys(prefs, form.get("action", ""), form.get("key", ""))
    except Invalid as fault:
        return _keys_page({fault.field: str(fault)}), 422
    session["reading"] = prefs
    row = viewer()
    if row is not None:
        change_prefs(db_session, row.user_id, prefs)
    return redirect(url_for("help.keys", saved=1, _anchor="change"), 303)


@bp.get("/help/accessibility")
def accessibility() -> str:
    return render_template("help/accessibility.html")


def _keys_page(errors: dict[str, str] | None = None, *, saved: bool = False) -> str:
    keys = written_keys(reading_choices())
    return render_template(
        "help/keys.html",
        actions=[(name, f"{words}: {keys[name]}") for name, (words, _) in ACTIONS.items()],
        errors=errors or {},
        saved=saved,
        action=request.form.get("action", "undo"),
        key=request.form.get("key", ""),
    )
