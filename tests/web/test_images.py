"""Pictures of banks in pages, and at their own address."""

from typing import Final

import pytest
from flask import Flask
from flask.testing import FlaskClient
from markupsafe import Markup

from quizapp.core.bank.picture import Picture, read_picture
from quizapp.db import write
from quizapp.db.models.banks import Bank
from quizapp.services.bank_images import store_images
from quizapp.web.images import with_addresses
from tests.core.bank.picture_files import png, webp_lossy
from tests.services.study_room import acting

FILES: Final = {"p/a.png": png(30, 20), "b.png": webp_lossy(3, 4), "same.png": png(30, 20)}
PICTURES: Final = {path: read_picture(data) for path, data in FILES.items()}
SHA: Final = PICTURES["p/a.png"].sha256


@pytest.fixture
def stored(app: Flask) -> Flask:
    with acting(app, write.Mode.WRITE) as session:
        bank_id = session.query(Bank.id).scalar()
        store_images(session, bank_id, PICTURES, FILES)
        store_images(session, bank_id, PICTURES, FILES)
        session.commit()
    return app


@pytest.mark.usefixtures("stored")
@pytest.mark.parametrize("path", list(FILES))
def test_a_picture_is_given_away_for_ever(client: FlaskClient, path: str) -> None:
    with client.session_transaction() as cookie:
        cookie.permanent = True
        cookie["of"] = "somebody"
    picture: Picture = PICTURES[path]
    response = client.get(f"/banks/small/images/{picture.sha256}")
    assert response.status_code == 200
    assert response.data == FILES[path]
    assert response.mimetype == picture.media_type
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert "Set-Cookie" not in response.headers
    assert "Cookie" not in response.headers.get("Vary", "")
    tag = response.headers["ETag"]
    again = client.get(response.request.path, headers={"If-None-Match": tag})
    assert (again.status_code, again.data) == (304, b"")


@pytest.mark.usefixtures("stored")
@pytest.mark.parametrize(
    "path", [f"small/images/{'0' * 64}", f"other/images/{SHA}", "small/images/x", "small/images/"]
)
def test_there_is_nothing_else(client: FlaskClient, path: str) -> None:
    assert client.get(f"/banks/{path}").status_code == 404


def test_a_template_shows_a_picture_by_its_address(stored: Flask) -> None:
    html = Markup(f'<p><img src="image:small/{SHA}" alt="seen" width="30" height="20"></p>')  # noqa: S704
    plain = str(html)
    address = f'<img src="/banks/small/images/{SHA}" alt="seen" width="30" height="20">'
    with stored.test_request_context():
        template = stored.jinja_env.from_string("{{ html }}{{ plain }}")
        shown = template.render(html=html, plain=plain)
        once = with_addresses(html)
        assert with_addresses(once) == once
    assert shown.startswith(f"<p>{address}</p>&lt;p&gt;&lt;img src=&#34;image:small/"), shown
    assert with_addresses(plain) is plain
