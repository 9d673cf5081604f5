"""How often a network may do what costs much. Signing in has limits of its own, in the database."""

from typing import Any

from flask import Flask, Response, make_response
from flask_limiter import Limiter, RateLimitExceeded

from quizapp.adapters.clock import now  # the limits count by the machine's own clock
from quizapp.config import Settings
from quizapp.services.errors import RateLimited
from quizapp.web.errors import page
from quizapp.web.network import network

# Endpoint -> how often, for one network.
LIMITS = {
    "accounts.create": "30 per hour",
    "accounts.finish": "30 per hour",
    "analysis.count": "30 per hour",
    "analysis.table": "60 per hour",
    "emails.change": "10 per hour",
    "exporting.file": "120 per hour",
    "forgot.ask": "10 per hour",
    "forgot.save": "30 per hour",
    "history.table": "60 per hour",
    "importing.take": "60 per hour",
    "joining.find": "30 per hour",
    "kept.check": "60 per minute",
    "quiz.choose": "240 per minute",
    "quiz.new": "240 per minute",
    "record.answers": "60 per hour",
    "record.take_in": "30 per hour",
    "record.whole": "60 per hour",
    "signin.check": "60 per minute",
    "signin.check_code": "60 per minute",
    "uploading.take": "120 per hour",
}
SECONDS_FOR_REDIS = 1  # then memory has to do


def init_limits(app: Flask, settings: Settings) -> None:
    """Put the limits on the views, counted in memory or in Redis; without Redis in memory."""
    app.config.setdefault("RATELIMIT_ENABLED", True)
    seconds = {"socket_connect_timeout": SECONDS_FOR_REDIS, "socket_timeout": SECONDS_FOR_REDIS}
    limiter = Limiter(
        network,
        app=app,
        storage_uri="memory://" if settings.limits == "memory" else settings.limits,
        storage_options={} if settings.limits == "memory" else seconds,  # type: ignore[arg-type]
        in_memory_fallback_enabled=True,
        key_prefix="alliance",
    )
    for endpoint, rule in LIMITS.items():
        view: Any = app.view_functions[endpoint]
        app.view_functions[endpoint] = limiter.limit(rule)(view)

    @app.errorhandler(RateLimitExceeded)
    def too_often(fault: RateLimitExceeded) -> Response:
        del fault
        current, moment = limiter.current_limit, int(now().timestamp())
        return _slow_down("", max(1, (current.reset_at if current else 0) - moment - 1))

    @app.errorhandler(RateLimited)
    def too_soon(fault: RateLimited) -> Response:
        return _slow_down(str(fault), fault.seconds)


def _slow_down(text: str, seconds: int) -> Response:
    response = make_response(page(429, text))
    response.headers["Retry-After"] = str(seconds)
    return response
