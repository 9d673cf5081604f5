"""The moment of a request; tests and the demo can set it."""

from datetime import datetime

from flask import current_app

from quizapp.adapters.clock import Clock
from quizapp.adapters.clock import now as real_now


def now() -> datetime:
    """Return the moment that this request takes place in."""
    clock: Clock = current_app.config.get("CLOCK", real_now)
    return clock()
