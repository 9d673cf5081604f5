"""Every page in every state, fetched and checked."""

from typing import Any

import pytest

from tests.browser.scenes import EMPTY_SCENES, NO_PAGES, SCENES, scene_of
from tests.browser.stage import Stage
from tests.web.page_client import PageClient, endpoint_of

NOT_FOUND = 404


@pytest.mark.parametrize("name", [*SCENES, *EMPTY_SCENES])
def test_page(request: pytest.FixtureRequest, name: str) -> None:
    stage: Stage = request.getfixturevalue("empty_stage" if name in EMPTY_SCENES else "stage")
    scene = scene_of(name, stage)
    page = PageClient(stage.app, scene.cookie)
    if scene.form is None:
        page(scene.path, scene.status)
    else:
        page.send(page(scene.path), scene.status, **scene.form)


def test_every_page_is_among_the_scenes(stage: Stage) -> None:
    rules: Any = stage.app.url_map.iter_rules()
    pages = {rule.endpoint for rule in rules if "GET" in rule.methods} - NO_PAGES
    scenes = [scene_of(name, stage) for name in SCENES]
    shown = {
        endpoint_of(stage.app, "GET", scene.path) for scene in scenes if scene.status != NOT_FOUND
    }
    assert shown == pages, "show the new page in tests/browser/scenes.py"
