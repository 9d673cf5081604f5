"""The server behind `make run`: gunicorn with the app already made."""

from flask import Flask
from gunicorn.app.base import BaseApplication
from gunicorn.glogging import Logger

from quizapp.adapters import clock
from quizapp.adapters.metrics import SharedMetrics
from quizapp.background import Background
from quizapp.config import Settings
from quizapp.db.base import db


def say(message: str) -> None:
    """Print one line of progress, at once even into a pipe."""
    print(f"  {message}", flush=True)


class Log(Logger):  # type: ignore[misc]  # gunicorn has no types
    """gunicorn's own messages, sent where all others go."""

    def setup(self, cfg: object) -> None:
        super().setup(cfg)
        self.error_log.handlers.clear()
        self.error_log.propagate = True


class Server(BaseApplication):  # type: ignore[misc]  # gunicorn has no types
    """gunicorn with the app already made: two processes of four threads."""

    def __init__(self, app: Flask, settings: Settings) -> None:
        self._flask_app = app
        self._settings = settings
        self._metrics: SharedMetrics | None = None
        if settings.metrics_port:
            self._metrics = SharedMetrics(settings.instance_dir / "metrics")
            app.extensions["metrics"] = self._metrics
        super().__init__()

    def load_config(self) -> None:
        host, port = self._settings.host, self._settings.port
        address = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
        options = {
            "bind": address,
            "workers": 2,
            "worker_class": "gthread",
            "threads": 4,
            "preload_app": True,
            "graceful_timeout": 10,
            "loglevel": "warning",
            "logger_class": Log,
            "control_socket_disable": True,
            "when_ready": lambda _server: say(f"Serving on http://{address} (Ctrl+C stops)"),
            "post_fork": self._after_fork,
            "post_worker_init": self._begin_work,
        }
        for name, value in options.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        return self._flask_app

    def _after_fork(self, _server: object, _worker: object) -> None:
        # Connections must not be shared between processes; these would be the parent's to close.
        with self._flask_app.app_context():
            db.engine.dispose(close=False)

    def _begin_work(self, _worker: object) -> None:
        Background(self._flask_app, self._settings, clock.now, self._metrics).start()
