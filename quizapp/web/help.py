"""Help, in the same place on every page."""

from flask import Blueprint, render_template

bp = Blueprint("help", __name__)


@bp.get("/help")
def help_index() -> str:
    return render_template("help/help_index.html")


@bp.get("/help/keys")
def keys() -> str:
    return render_template("help/keys.html")


@bp.get("/help/accessibility")
def accessibility() -> str:
    return render_template("help/accessibility.html")
