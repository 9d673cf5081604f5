"""A bank that lives: its items change, go, come back, get other names; people answer meanwhile."""

from collections import Counter
from dataclasses import dataclass, field
from random import Random

from sqlalchemy import select

from quizapp.core.bank.model import Status
from quizapp.core.bank.revision import ChangeClass
from quizapp.core.learner import Learner
from quizapp.db import write
from quizapp.db.models.banks import Item
from quizapp.services.load_result import LoadResult
from quizapp.services.study import start_practice
from tests.answers import right, wrong
from tests.services.editing import EDITS, REFS, TEXT, load
from tests.services.study_room import StudyRoom, acting

MOVES = (*["edit"] * 8, "status", "retire", "rename", "new")
# From one to the next; most of what is learned here is right before, and wrong after.
VARIANTS = (None, *ChangeClass, None, *[ChangeClass.KEY] * 4)


def _chunks() -> dict[str, str]:
    """Return the text of each item of the bank, a case with its item."""
    marks = {ref: "# Case [c-1]" if ref == "s-6" else f"## [{ref}]" for ref in REFS}
    starts = [TEXT.index(mark) for mark in marks.values()]
    ends = [*starts[1:6], TEXT.index("# More"), *starts[7:], len(TEXT)]
    return {
        ref: TEXT[start:end].strip() for ref, start, end in zip(REFS, starts, ends, strict=True)
    }


HEAD = TEXT[: TEXT.index("## [s-1]")]
CHUNKS = _chunks()


@dataclass
class LivingItem:
    """One item of the file: which edit of it holds, what it is called, whether it is there."""

    first_ref: str
    ref: str
    edit: ChangeClass | None = None
    was: list[str] = field(default_factory=list)
    status: str = "live"
    is_new: bool = False
    is_gone: bool = False

    def markdown(self) -> str:
        text = CHUNKS[self.first_ref]
        for old, new in EDITS[self.first_ref][self.edit] if self.edit else ():
            text = text.replace(old.strip("\n"), new.strip("\n"), 1)
        text = text.replace(f"## [{self.first_ref}]", f"## [{self.ref}]")
        fields = [f"* Status: {self.status}"]
        fields += [f"* Was: {', '.join(self.was)}"] if self.was else []
        fields += ["* New: yes"] if self.is_new else []
        return "\n".join([text, *fields, ""])


class LongLife:
    """The bank and three learners; every choice comes from one seed."""

    def __init__(self, room: StudyRoom, seed: int) -> None:
        self.room = room
        self.chance = Random(seed)  # noqa: S311 - a fixed seed, no secret
        self.items = [LivingItem(ref, ref) for ref in REFS]
        self.people = [room.person(name) for name in ("Alice", "Bob", "Charlie")]
        self.sessions: dict[int, int] = {}
        self.done: Counter[str] = Counter()

    def text(self) -> str:
        cases = [item for item in self.items if item.first_ref == "s-6"]
        plain = [item for item in self.items if item.first_ref != "s-6"]
        there = [item.markdown() for item in (*plain, *cases) if not item.is_gone]
        return "\n".join([HEAD, *there])

    def load(self) -> LoadResult:
        result = load(self.room.app, self.text(), at=self.room.clock())
        assert not result.is_refused, result.problems
        self.done.update(one.change for one in result.changes)
        self.done.update(retired=len(result.retired), withdrawn=len(result.withdrawn))
        self.done.update(brought_back=len(result.brought_back), renamed=len(result.renamed))
        return result

    def change(self) -> None:
        """Change one item of the file in some way."""
        item = self.chance.choice(self.items)
        move = self.chance.choice(MOVES)
        if item.is_gone:
            item.is_gone = False
        elif move == "edit":
            item.edit = self.chance.choice([one for one in VARIANTS if one != item.edit])
        elif move == "status":
            item.status = "draft" if item.status == "live" else "live"
        elif move == "retire":
            item.is_gone = True
        elif move == "rename":
            item.was = [*item.was, item.ref]
            item.ref = f"{item.first_ref}-{len(item.was)}"
        else:
            item.is_new = not item.is_new

    def study(self) -> None:
        """Let one of the learners do something."""
        who = self.chance.choice(self.people)
        self.room.clock.forward(hours=self.chance.choice([0.01, 0.5, 9, 30]))
        sid = self.sessions.get(who.user_id)
        if sid and self.chance.random() < 0.25:
            self.done["undone"] += 1
            self.room.undo(who, self.sessions.pop(who.user_id))
        elif sid and self.chance.random() < 0.2:
            self.guess(who, sid)
        else:
            self.answer(who)

    def answer(self, who: Learner) -> None:
        with acting(self.room.app, write.Mode.READ) as session:
            live = session.scalars(select(Item).where(Item.status == Status.LIVE))
            cards = [(item.id, part) for item in live for part in item.parts]
        if not cards:
            return
        key = self.chance.choice(sorted(cards))
        with acting(self.room.app) as session:
            sid = start_practice(session, who, [key], now=self.room.clock())
        shown = self.room.put(who, sid, 1)
        body = self.room.body_of(shown)
        is_right = self.chance.random() < 0.6
        self.room.give(who, shown, right(body) if is_right else wrong(body))
        self.sessions[who.user_id] = sid
        self.done["answered"] += 1

    def guess(self, who: Learner, sid: int) -> None:
        place = self.room.places(sid)[0]
        rows = [row for row in self.room.log(who) if row.answer_id == place.answer_id]
        if rows and rows[0].is_right and rows[0].chosen:
            self.room.guess(who, sid, 1, is_guess=rows[0].confidence is None)
            self.done["guessed"] += 1
