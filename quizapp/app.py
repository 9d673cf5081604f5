"""Puts the rooms together. Wires only: no work, no I/O beyond opening the database lazily."""

import os

from flask import Flask
from flask_migrate import Migrate
from werkzeug.middleware.proxy_fix import ProxyFix

from quizapp.cli import commands
from quizapp.config import ROOT, Settings, load_settings
from quizapp.db import models, write
from quizapp.db.base import db, drop_session
from quizapp.web import blueprints
from quizapp.web.assets import init_assets
from quizapp.web.errors import init_errors
from quizapp.web.images import init_images
from quizapp.web.limits import init_limits
from quizapp.web.login import init_login
from quizapp.web.page_cache import init_page_cache
from quizapp.web.request_log import init_request_log
from quizapp.web.security import init_security
from quizapp.web.shell import init_shell

DAYS_SIGNED_IN = 30
# A connection that a restart of the database server broke is found out before it is used.
SERVER_OPTIONS = {"pool_pre_ping": True, "connect_args": {"connect_timeout": 5}}
LARGEST_BODY = 1_000_000  # bytes; the largest form is a few hundred


def create_app(settings: Settings | None = None) -> Flask:
    """Return the application, configured from `settings` or else from the environment."""
    settings = settings or load_settings(os.environ)
    app = Flask(__name__, static_folder=None)
    _configure(app, settings)
    models.load_all()
    db.init_app(app)
    app.teardown_appcontext(drop_session)
    with app.app_context():
        if settings.sqlite_path:
            write.prepare_sqlite(
                db.engine, database=settings.sqlite_path, synchronous=settings.sqlite_sync
            )
        else:
            write.prepare_postgresql(db.engine)
    Migrate(app, db, directory=str(ROOT / "migrations"))
    if settings.proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, settings.proxies, settings.proxies, 0, 0, 0)  # type: ignore[method-assign]
    init_request_log(app)
    init_security(app, settings)
    init_login(app)
    init_errors(app)
    init_shell(app, settings)
    init_page_cache(app)
    init_assets(app)
    init_images(app)
    for blueprint in blueprints.ALL:
        app.register_blueprint(blueprint)
    init_limits(app, settings)
    for group in commands.ALL:
        app.cli.add_command(group)
    return app


def _configure(app: Flask, settings: Settings) -> None:
    app.config.update(
        SETTINGS=settings,
        SECRET_KEY=settings.secret_key,
        SQLALCHEMY_DATABASE_URI=settings.database_url,
        # Parameters hold answers, which do not belong in a log.
        SQLALCHEMY_ENGINE_OPTIONS={"hide_parameters": True}
        | ({} if settings.is_sqlite else SERVER_OPTIONS),
        TESTING=settings.is_testing,
        MAX_CONTENT_LENGTH=LARGEST_BODY,
        MAX_FORM_PARTS=200,
        PERMANENT_SESSION_LIFETIME=DAYS_SIGNED_IN * 24 * 3600,
        SESSION_COOKIE_NAME="__Host-alliance" if settings.secure_cookies else "alliance",
        SESSION_COOKIE_SECURE=settings.secure_cookies,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_REFRESH_EACH_REQUEST=True,
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_SSL_STRICT=False,
    )
    app.json.sort_keys = False  # type: ignore[attr-defined]
