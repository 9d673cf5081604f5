"""What every page needs: name, viewer, reading choices, counts in the navigation."""

from functools import cached_property
from typing import Any

from flask import Flask

from quizapp.config import Settings
from quizapp.db.base import db_session
from quizapp.db.queries.accounts import ViewerRow
from quizapp.db.queries.today import missing_count
from quizapp.web import charts, clock
from quizapp.web.day import countdown, todays_plan
from quizapp.web.key_map import actions_by_key, written_keys
from quizapp.web.login import reading_choices, viewer

READING = ("theme", "font", "size", "spacing", "motion")


class Nav:
    """How much waits, looked up only by pages that show it."""

    def __init__(self, row: ViewerRow) -> None:
        self._row = row

    @cached_property
    def due(self) -> int:
        return len(todays_plan(self._row).cards)

    @cached_property
    def countdown(self) -> str:
        today = self._row.learner.study_on(clock.now())
        return countdown(self._row, today).capitalize()

    @cached_property
    def missed(self) -> int:
        return missing_count(db_session, self._row.user_id)


def init_shell(app: Flask, settings: Settings) -> None:
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals.update(charts=charts, app_name=settings.app_name)
    app.context_processor(shell)


def shell() -> dict[str, Any]:
    """Return the variables of every template."""
    row = viewer()
    choices = reading_choices()
    return {
        "viewer": row,
        "reading": {name: choices.get(name, "") for name in READING},
        "keys_on": choices.get("keys") != "off",
        "keys": written_keys(choices),
        "key_map": actions_by_key(choices),
        "nav": Nav(row) if row else None,
    }
