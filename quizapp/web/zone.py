"""The time zone that a browser names."""

from flask import current_app

from quizapp.config import Settings
from quizapp.core.scheduling.study_day import known_zone


def browser_zone(wanted: str) -> str:
    """Return the zone that the browser named when there is such a zone, else the instance's."""
    settings: Settings = current_app.config["SETTINGS"]
    try:
        known_zone(wanted)
    except ValueError:
        return settings.default_zone
    return wanted
