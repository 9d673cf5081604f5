"""Static files under one version: hashed into the path, so that browsers may keep them for ever.

The component style sheets are joined into one `app.css` when the app starts. It, the scripts and
the icons are compressed then; fonts are already.
"""

import gzip
import hashlib
import re
from pathlib import Path
from wsgiref.headers import Headers

from flask import Flask, Response, abort, request
from whitenoise import WhiteNoise

from quizapp.web.security import headers_for

STATIC = Path(__file__).resolve().parent.parent / "static"
PACKED = {".mjs": "text/javascript", ".js": "text/javascript", ".svg": "image/svg+xml"}
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


def packed_files() -> dict[str, Packed]:
    """Return the scripts and icons below `static/`, by their paths there."""
    return {
        path.relative_to(STATIC).as_posix(): Packed(path.read_bytes(), PACKED[path.suffix])
        for path in sorted(STATIC.rglob("*"))
        if path.suffix in PACKED
    }


def init_assets(app: Flask) -> None:
    """Serve `static/` under a versioned path and give templates `asset(path)`."""
    css = joined_css()
    version = _version(css)
    texts = {"app.css": Packed(css, "text/css"), **packed_files()}
    packed = {f"/static/{version}/{name}": text for name, text in texts.items()}
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

    def packed_asset() -> Response:
        return packed[request.path].response()

    for path in packed:
        whitenoise.files.pop(path, None)
        app.add_url_rule(path, "packed_asset", packed_asset)

    @app.route("/favicon.ico", endpoint="favicon")
    def favicon() -> Response:
        abort(404)

    app.jinja_env.globals["asset"] = lambda path: f"/static/{version}/{path}"


def joined_css() -> bytes:
    """Return the style sheets named in css/order.txt, in that order, without their comments."""
    names = (STATIC / "css" / "order.txt").read_text().split()
    css = b"\n".join((STATIC / "css" / name).read_bytes() for name in names)
    return re.sub(rb"/\*.*?\*/\s*", b"", css, flags=re.DOTALL)


def _version(css: bytes) -> str:
    digest = hashlib.sha256(css)
    for path in sorted(STATIC.rglob("*")):
        if path.is_file():
            digest.update(path.relative_to(STATIC).as_posix().encode() + path.read_bytes())
    return digest.hexdigest()[:12]
