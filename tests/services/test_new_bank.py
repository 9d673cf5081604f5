"""A bank that is begun in the browser: whose it is, and what it is called."""

import pytest
from sqlalchemy import select

from quizapp.core.bank.model import Status
from quizapp.db.models.banks import Bank, Item
from quizapp.db.models.teaching import BankEditor
from quizapp.services.drafts import begin_bank, open_draft
from quizapp.services.errors import Invalid, NotFound
from tests.services.educators_desk import Desk, desk_in
from tests.services.study_room import StudyRoom, acting

pytestmark = pytest.mark.db


@pytest.fixture
def desk(room: StudyRoom) -> Desk:
    return desk_in(room)


def test_a_new_bank_belongs_to_who_made_it(desk: Desk) -> None:
    with acting(desk.room.app) as session:
        slug = begin_bank(session, desk.otto, " Ruptures  & repair ", now=desk.room.clock())
    assert slug == "ruptures-repair"
    with acting(desk.room.app) as session, pytest.raises(NotFound):
        open_draft(session, desk.olga, slug)
    result = desk.publish(desk.otto, 1, slug)
    assert result.new == ("q-1",)
    with acting(desk.room.app) as session:
        [owner] = session.execute(
            select(BankEditor.user_id, BankEditor.role)
            .join(Bank, Bank.id == BankEditor.bank_id)
            .where(Bank.slug == slug)
        ).all()
        item = session.scalars(select(Item).where(Item.ref == "q-1")).one()
        assert (owner.user_id, owner.role, item.status) == (desk.otto, "owner", Status.DRAFT)
    with acting(desk.room.app) as session:
        other = begin_bank(session, desk.olga, "Ruptures repair", now=desk.room.clock())
    assert other == "ruptures-repair-2", "the id is taken, the title is not"
    with acting(desk.room.app) as session, pytest.raises(Invalid, match="already"):
        begin_bank(session, desk.otto, "Ruptures repair", now=desk.room.clock())


@pytest.mark.parametrize("title", ["", "  ", "日本", "x" * 201])
def test_a_title_that_gives_no_id_is_refused(desk: Desk, title: str) -> None:
    with acting(desk.room.app) as session, pytest.raises(Invalid) as refused:
        begin_bank(session, desk.olga, title, now=desk.room.clock())
    assert refused.value.field == "title"
