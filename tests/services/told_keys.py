"""What everybody has to be told of corrected keys, worked out beside the app from the log."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from sqlalchemy import select

from quizapp.core.bank.revision import ChangeClass
from quizapp.core.learner import Learner
from quizapp.core.scheduling.rating import Rating
from quizapp.db import write
from quizapp.db.models.banks import Item, ItemRevision
from quizapp.db.models.study import Review
from tests.services.editing import SELF_GRADED
from tests.services.long_life import LongLife
from tests.services.notices import Lines, Notice
from tests.services.study_room import acting

# By the item's first ref: the key as it stands in the file, and as the edit of class KEY has it.
KEYS: dict[str, tuple[Lines, Lines]] = {
    "s-1": (("goals, tasks, bond",), ("empathy, regard, genuineness",)),
    "s-2": (("True",), ("False",)),
    "s-3": (("goals; tasks",), ("goals; tasks; bond",)),
    "s-4": (("Elizabeth Zetzel",), ("Ralph Greenson",)),
    "s-5": (("goals; tasks",), ("goals; methods",)),
    "s-6": (("Ask how she sees the plan",), ("Refer her to a colleague",)),
    "k-1": (("bond or emotional bond or bonds",), ("attachment or bond",)),
    "k-2": (("36 ± 0.5",), ("48 ± 0.5",)),
    "k-3": (
        (
            "Notice the marker",
            "Bring attention to it",
            "Explore both views",
            "Renegotiate the task",
        ),
        (
            "Notice the marker",
            "Bring attention to it",
            "Renegotiate the task",
            "Explore both views",
        ),
    ),
    "k-4": (
        (
            "Zetzel: therapeutic alliance",
            "Greenson: working alliance",
            "Luborsky: helping alliance",
            "Bordin: goals, tasks and bond",
        ),
        (
            "Zetzel: working alliance",
            "Greenson: therapeutic alliance",
            "Luborsky: helping alliance",
            "Bordin: goals, tasks and bond",
        ),
    ),
}
Told = tuple[int, int, int]  # user, item, revision


@dataclass
class ToldKeys:
    """Follows `life` load by load; knows the key of every revision that was ever served."""

    life: LongLife
    keys: dict[tuple[int, int], Lines] = field(default_factory=dict)
    first_refs: dict[int, str] = field(default_factory=dict)
    unread: dict[tuple[int, int], list[int]] = field(default_factory=dict)
    went_by: dict[tuple[int, int], int] = field(default_factory=dict)  # the newest key known

    def note_load(self, told: Iterable[Told]) -> None:
        """Take in what was loaded, and who was told of what."""
        with acting(self.life.room.app, write.Mode.READ) as session:
            rows = session.execute(select(Item.ref, Item.id, Item.live_revision)).all()
        live = {ref: (item_id, revision) for ref, item_id, revision in rows}
        for one in self.life.items:
            if not one.is_gone:
                key = KEYS[one.first_ref][one.edit is ChangeClass.KEY]
                assert self.keys.setdefault(live[one.ref], key) == key
                self.first_refs[live[one.ref][0]] = one.first_ref
        for user_id, item_id, revision in told:
            who = (user_id, item_id)
            taught = max(row.revision for row in self.standing(*who, before=revision))
            self.went_by[who] = max(self.went_by.get(who, 0), taught)
            self.unread.setdefault(who, []).append(revision)

    def note_read(self, who: Learner, notice: Notice) -> None:
        seen = (who.user_id, notice.item_id)
        del self.unread[seen]
        self.went_by[seen] = notice.revision

    def expected(self, who: Learner) -> dict[int, Notice]:
        """Return what Today has to tell somebody, by item id."""
        found = {}
        for (user_id, item_id), revisions in self.unread.items():
            old = self.keys[item_id, self.went_by[user_id, item_id]]
            new = self.keys[item_id, revisions[-1]]
            if user_id == who.user_id and (len(revisions) == 1 or old != new):
                answers = self.standing(user_id, item_id, before=revisions[-1])
                said = self._said(answers)
                found[item_id] = Notice(item_id, revisions[-1], *said, old, new)
        return found

    def corrected(self, item_id: int, revision: int) -> str:
        """Return how the story of a question begins to tell of a correction."""
        old, new = self.keys[item_id, revision - 1], self.keys[item_id, revision]
        if len(old) > 1:
            return "Corrected: the key changed ("
        return f"Corrected: the key changed from “{old[0]}” to “{new[0]}” ("

    def standing(self, user_id: int, item_id: int, *, before: int) -> list[Review]:
        """Return the answers that were neither undone nor replaced, the last one last."""
        mine = select(Review).where(Review.user_id == user_id, Review.item_id == item_id)
        with acting(self.life.room.app, write.Mode.READ) as session:
            rows = session.scalars(mine.order_by(Review.answered_at, Review.answer_id)).all()
        reversed_ids = {row.reverses for row in rows}
        return [
            row
            for row in rows
            if row.rating and row.answer_id not in reversed_ids and row.revision < before
        ]

    def _said(self, answers: list[Review]) -> tuple[str, Lines]:
        if not answers:
            return "", ()
        last, again = answers[-1], " last" if len(answers) > 1 else ""
        if self.first_refs[last.item_id] in SELF_GRADED:
            return f"You graded it{again}", (self._grade(last),)
        texts = [": ".join((one["text"], *_other_side(one))) for one in last.chosen]
        return f"You answered{again}", tuple(texts)

    def _grade(self, row: Review) -> str:
        grade = {Rating.AGAIN: "Again", Rating.GOOD: "Good"}[Rating(row.rating or 0)]
        with acting(self.life.room.app, write.Mode.READ) as session:
            body = session.get_one(ItemRevision, (row.item_id, row.revision)).body
        gaps = {gap["id"]: gap["text"] for gap in body["gaps"]}
        return f"{grade}, for the gap “{gaps[row.part]}”" if gaps else grade


def _other_side(chosen: dict[str, str]) -> list[str]:
    return [chosen["answer_text"]] if "answer_text" in chosen else []
