"""A bank whose bodies were made by an older version of the code is made anew."""

import pytest
from flask import Flask

from quizapp.core.bank.body import BODY_VERSION
from quizapp.services import banks
from tests.factories import load_text


def test_an_unchanged_text_is_loaded_again_for_a_newer_body(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    with app.app_context():
        assert load_text().is_untouched
        monkeypatch.setattr(banks, "BODY_VERSION", BODY_VERSION + 1)
        again = load_text()
        assert not again.is_untouched
        assert len(again.same) == 6
        assert load_text().is_untouched
