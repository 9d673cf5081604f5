"""Who runs this, on which terms, and what is kept of whom: the operator's words, or ours."""

import re
from typing import Final

from flask import Blueprint, current_app, render_template

from quizapp.config import Settings
from quizapp.core.notice import read_notice
from quizapp.core.retention import GUEST_DAYS, KEPT, LEAVING_DAYS

bp = Blueprint("about", __name__)
_EMAIL: Final = re.compile(r"[\w.+-]+@[\w-]+(\.[\w-]+)+")


@bp.get("/contact")
def contact() -> str:
    """Show how to reach whoever runs this."""
    given = _settings().contact
    address = ""
    if _EMAIL.fullmatch(given):
        address = f"mailto:{given}"
    elif given.startswith(("https://", "http://")) and " " not in given:
        address = given
    return render_template("about/contact.html", contact=given, address=address)


@bp.get("/terms")
def terms() -> str:
    """Show the operator's terms, or ours."""
    return _own_text(_settings().terms, "Terms") or render_template("about/terms.html")


@bp.get("/privacy")
def privacy() -> str:
    """Show what the operator says on privacy, or what the code does."""
    return _own_text(_settings().privacy, "Privacy") or render_template(
        "about/privacy.html", kept=KEPT, guest_days=GUEST_DAYS, leaving_days=LEAVING_DAYS
    )


def _own_text(text: str, title: str) -> str:
    if not text.strip():
        return ""
    title, html = read_notice(text, title)
    return render_template("about/own_text.html", title=title, text=html)


def _settings() -> Settings:
    settings: Settings = current_app.config["SETTINGS"]
    return settings
