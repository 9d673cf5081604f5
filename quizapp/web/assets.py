"""Static files under one version: hashed into the path, so that browsers may keep them for ever.

The component style sheets are joined into one `app.css` when the app starts. It, the scripts and
the icons are compressed then; fonts are already.
"""

import gzip
import hashlib
import re
from functools import cache
from pathlib import Path
from wsgiref.headers import Headers

from flask import Flask, Response, abort, request
from markupsafe import Markup
from whitenoise import WhiteNoise

from quizapp.web.security import headers_for

STATIC = Path(__file__).resolve().parent.parent / "static"
PACKED = {".mjs": "text/javascript", ".js": "text/javascript", ".svg": "image/svg+xml"}
ICON = Markup('<svg class="{}" aria-hidden="true" focusable="false"><use href="{}"/></svg>')
FOR_EVER = "public, max-age=31536000, immutable"


class Packed:
    """A text that is sent compressed to whoever takes it so."""

    def __init__(self, text: bytes, mimetype: str) -> None:
        self._text = text
        self._compressed = gzip.compress(text, mtime=0)
        self._mimetype = mimetype

    def response(self) -> Response:
        accepts_gzip = "gzip" in request.headers.get("Accept-Encoding", "")
        response = Response(self._compressed if accepts_gzip else self._text)
        response.content_type = f"{self._mimetype}; charset=utf-8"
        if accepts_gzip:
            response.headers["Content-Encoding"] = "gzip"
        response.headers["Vary"] = "Accept-Encoding"
        response.headers["Cache-Control"] = FOR_EVER
        return response


@cache
def packed_files() -> dict[str, Packed]:
    """Return what is sent compressed, by its path below `static/`."""
    return {"app.css": Packed(joined_css(), "text/css")} | {
        path.relative_to(STATIC).as_posix(): Packed(path.read_bytes(), PACKED[path.suffix])
        for path in sorted(STATIC.rglob("*"))
        if path.suffix in PACKED
    }


def init_assets(app: Flask) -> None:
    """Serve `static/` under a versioned path and give templates `asset(path)`."""
    version, packed = _version(), packed_files()
    guards = headers_for(app.config["SETTINGS"])

    def add_headers(headers: Headers, *_path_and_url: str) -> None:
        for name, value in guards.items():
            headers[name] = value

    whitenoise = WhiteNoise(
        app.wsgi_app,
        root=str(STATIC),
        prefix=f"/static/{version}/",
        max_age=31536000,
        immutable_file_test=lambda *_: True,
        add_headers_function=add_headers,
    )
    app.wsgi_app = whitenoise  # type: ignore[method-assign]

    for name in packed:
        whitenoise.files.pop(f"/static/{version}/{name}", None)

    @app.route(f"/static/{version}/<path:name>", endpoint="packed_asset")
    def packed_asset(name: str) -> Response:
        return packed[name].response() if name in packed else abort(404)

    @app.route("/favicon.ico", endpoint="favicon")
    def favicon() -> Response:
        abort(404)

    @cache  # a page has a dozen, always the same few
    def icon(name: str, look: str = "") -> Markup:
        """Return a picture of the sprite: decoration, words stand beside it."""
        return ICON.format(f"i {look}".rstrip(), f"/static/{version}/icons/icons.svg#{name}")

    app.jinja_env.globals["asset"] = lambda path: f"/static/{version}/{path}"
    app.jinja_env.globals["icon"] = icon


def joined_css() -> bytes:
    """Return the style sheets named in css/order.txt, in that order, without their comments."""
    names = (STATIC / "css" / "order.txt").read_text().split()
    css = b"\n".join((STATIC / "css" / name).read_bytes() for name in names)
    return re.sub(rb"/\*.*?\*/\s*", b"", css, flags=re.DOTALL)


@cache
def _version() -> str:
    digest = hashlib.sha256(joined_css())
    for path in sorted(STATIC.rglob("*")):
        if path.is_file():
            digest.update(path.relative_to(STATIC).as_posix().encode() + path.read_bytes())
    return digest.hexdigest()[:12]
