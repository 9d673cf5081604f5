"""The page without a connection, and the worker that keeps it in the browser."""

from flask import Blueprint, Response, render_template

from quizapp.web.assets import STATIC

bp = Blueprint("offline", __name__)


@bp.get("/offline")
def offline() -> str:
    """Show what the worker keeps for when a page cannot be fetched."""
    return render_template("errors/offline.html")


@bp.get("/sw.js")
def worker() -> Response:
    """Serve the worker from the root: it may answer only for addresses below its own."""
    return Response((STATIC / "js" / "worker.js").read_bytes(), mimetype="text/javascript")
