"""Loading a bank again without a change costs the same for every bank: next to nothing."""

import pytest
from flask import Flask

from quizapp.core.bank.reader import ReadBank
from quizapp.db import write
from quizapp.db.base import db_session
from quizapp.services.banks import load_bank
from tests.core.bank.generated import generated_bank
from tests.db.test_statements import sending
from tests.factories import NOON


def unread(text: str) -> ReadBank:
    raise AssertionError(f"read {len(text)} characters that have been read before")


@pytest.mark.parametrize("items", [9, 90])
def test_a_reload_without_a_change_reads_nothing(app: Flask, items: int) -> None:
    text = generated_bank(items, seed=1)
    with app.app_context(), write.mode(write.Mode.WRITE):
        first = load_bank(db_session, text, origin="x.md", by=None, now=NOON)
        assert len(first.new) == items
        with sending(app) as sent:
            again = load_bank(db_session, text, origin="x.md", by=None, now=NOON, read=unread)
        assert again.is_untouched
        assert len(sent) <= 2
        db_session.rollback()
