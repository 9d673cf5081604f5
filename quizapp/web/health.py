"""For monitoring: whether the process is up, and whether it can serve."""

from flask import Blueprint, Response

from quizapp.db.base import db_session
from quizapp.db.schema import unready_because

bp = Blueprint("health", __name__)


@bp.get("/health")
def health() -> Response:
    """Say that the process is up. Asks nothing of the database."""
    return Response("ok\n", mimetype="text/plain")


@bp.get("/ready")
def ready() -> Response:
    """Say whether pages can be served: the database is reachable, and migrated."""
    why = unready_because(db_session)
    if why:
        return Response(f"not ready: {why}\n", 503, mimetype="text/plain")
    return Response("ready\n", mimetype="text/plain")
