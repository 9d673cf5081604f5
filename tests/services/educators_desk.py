"""Two educators at one bank, and one who may not change it."""

from dataclasses import dataclass
from typing import Any

from quizapp.core.access import Role
from quizapp.core.bank.picture import Picture
from quizapp.core.bank.reader import ReadBank, read_whole
from quizapp.db.queries.drafts import served
from quizapp.services.drafts import save_draft
from quizapp.services.editors import set_editor
from quizapp.services.load_result import LoadOptions, LoadResult
from quizapp.services.publishing import publish_draft
from tests.factories import BANK, make_person
from tests.services.editing import KEY, edited, load
from tests.services.study_room import StudyRoom, acting

SMALL = "small"
MORE = " Said at some length, as an explanation has to be."
GOOD = BANK
for short in (
    "One idea for all kinds of helping.",
    "Her term, in a paper on transference.",
    "Two agreements and a bond.",
    "Ask before you act.",
):
    GOOD = GOOD.replace(short, short + MORE)
KEY_EDIT = edited(GOOD, "s-2", KEY)


def read(text: str, pictures: dict[str, Picture] | None = None) -> ReadBank:
    """Read here: the process of its own has tests of its own."""
    return read_whole(text, pictures)


@dataclass
class Desk:
    """Olga and Emil, who may both change the small bank; Otto, who may not."""

    room: StudyRoom
    olga: int
    emil: int
    otto: int

    def save(self, who: int, text: str, version: int = 0, slug: str = SMALL) -> int:
        with acting(self.room.app) as session:
            return save_draft(session, who, slug, text, version, now=self.room.clock())

    def publish(self, who: int, version: int = 1, slug: str = SMALL, **options: Any) -> LoadResult:
        with acting(self.room.app) as session:
            return publish_draft(
                session,
                who,
                slug,
                version,
                LoadOptions(**options),
                now=self.room.clock(),
                read=read,
            )

    def live(self, slug: str = SMALL) -> str:
        with acting(self.room.app) as session:
            row = served(session, slug)
            return row.text if row else ""


def desk_in(room: StudyRoom) -> Desk:
    """Load the bank and seat the three."""
    load(room.app, GOOD)
    people = [make_person(room.app, name, Role.EDUCATOR) for name in ("Olga", "Emil", "Otto")]
    with acting(room.app) as session:
        set_editor(session, SMALL, people[0].email, "owner", now=room.clock())
        set_editor(session, SMALL, people[1].email, "editor", now=room.clock())
    return Desk(room, *(one.user_id for one in people))
