"""Pictures of banks: their addresses, and the pictures themselves.

A revision names a picture by bank and hash, as `src="image:BANK/SHA256"`; where it is served is
known here alone.
"""

import re
from typing import Any, Final

from flask import Blueprint, Flask, Response, abort, request, url_for
from markupsafe import Markup

from quizapp.db.base import db_session
from quizapp.db.queries.images import image as stored_image
from quizapp.web.assets import FOR_EVER

bp = Blueprint("images", __name__)
_SOURCE: Final = re.compile(r'<img src="image:(?P<slug>[a-z0-9-]+)/(?P<sha256>[0-9a-f]{64})"')


def init_images(app: Flask) -> None:
    """Give every picture that a template shows its address."""
    app.jinja_env.finalize = with_addresses


def with_addresses(value: Any) -> Any:
    """Return what a template shows with the address of each picture in it.

    Only markup can hold one: any other value comes back as it is.
    """
    if not isinstance(value, Markup) or '<img src="image:' not in value:
        return value
    return Markup(_SOURCE.sub(_addressed, value))  # noqa: S704 - was markup before


def _addressed(found: re.Match[str]) -> str:
    address = url_for("images.image", slug=found["slug"], sha256=found["sha256"])
    return f'<img src="{address}"'


@bp.get("/banks/<slug>/images/<sha256>")
def image(slug: str, sha256: str) -> Response:
    """Give a picture away; what is under a hash never changes."""
    found = stored_image(db_session, slug, sha256)
    if found is None:
        abort(404)
    response = Response(found.data, mimetype=found.media_type)
    response.headers["Cache-Control"] = FOR_EVER
    response.set_etag(sha256)
    response.make_conditional(request)
    return response
