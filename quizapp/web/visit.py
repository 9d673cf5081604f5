"""What a request tells the services of its browser and of this site."""

from flask import current_app, request

from quizapp.config import Settings
from quizapp.core.visit import Visit
from quizapp.web.network import network


def visit() -> Visit:
    """Return where this request comes from."""
    settings: Settings = current_app.config["SETTINGS"]
    return Visit(
        agent=request.headers.get("User-Agent", ""),
        network=network(),
        site=settings.app_name,
        has_mail=settings.mail is not None,
    )


def has_mail() -> bool:
    """Return whether this site can write to anybody."""
    return visit().has_mail
