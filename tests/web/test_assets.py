"""Scripts, style sheets and icons are sent compressed to whoever takes them so."""

import gzip

import pytest
from flask import Flask

from quizapp.web.assets import FOR_EVER, STATIC

NAMES = ("js/submit.mjs", "icons/icons.svg", "js/worker.js")


def url_of(app: Flask, name: str) -> str:
    url: str = app.jinja_env.globals["asset"](name)  # type: ignore[operator]
    return url


@pytest.mark.parametrize("name", NAMES)
def test_texts_are_compressed(app: Flask, name: str) -> None:
    client, text = app.test_client(), (STATIC / name).read_bytes()
    packed = client.get(url_of(app, name), headers={"Accept-Encoding": "gzip, br"})
    plain = client.get(url_of(app, name))
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.data) == plain.data == text
    assert len(packed.data) < len(text) * 0.6
    assert "Content-Encoding" not in plain.headers
    for response in (packed, plain):
        assert response.headers["Vary"] == "Accept-Encoding"
        assert response.headers["Cache-Control"] == FOR_EVER
        assert "Set-Cookie" not in response.headers


def test_every_script_and_icon_is(app: Flask) -> None:
    client = app.test_client()
    files = [path for path in STATIC.rglob("*") if path.suffix in {".mjs", ".js", ".svg"}]
    assert len(files) > len(NAMES)
    for path in files:
        url = url_of(app, path.relative_to(STATIC).as_posix())
        response = client.get(url, headers={"Accept-Encoding": "gzip"})
        assert response.headers.get("Content-Encoding") == "gzip", url


def test_what_is_compressed_already_is_sent_as_it_is(app: Flask) -> None:
    name = "fonts/literata-latin-wght-normal.woff2"
    response = app.test_client().get(url_of(app, name), headers={"Accept-Encoding": "gzip"})
    assert "Content-Encoding" not in response.headers
    assert response.data == (STATIC / name).read_bytes()
    response.close()
