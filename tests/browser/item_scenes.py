"""The pages of single questions, and of those that were marked."""

from datetime import timedelta
from functools import cache

from sqlalchemy import select

from quizapp.db.base import db_session
from quizapp.db.models.banks import Bank, Item
from quizapp.db.models.study import Report, Review
from quizapp.services.marks import flag_item, save_note, suspend_item
from quizapp.services.reports import Complaint, report_item, settle_report
from tests.browser.people import Key, Person, always_wrong, make, writing
from tests.browser.scene import Builder, Scene, seen_by
from tests.browser.stage import Stage

KINDS = ("single", "truefalse", "multi", "typed", "numeric", "order", "match", "flashcard", "cloze")
MISSES_OF_A_LEECH = 8  # a day each; the first of all is no lapse


def address(stage: Stage, key: Key) -> tuple[str, str]:
    """Return bank and ref of the question that `key` belongs to."""
    query = select(Bank.slug, Item.ref).join(Item, Item.bank_id == Bank.id)
    with stage.app.app_context():
        row = db_session.execute(query.where(Item.id == key[0])).one()
    return row[0], row[1]


def page_of(stage: Stage, key: Key) -> str:
    bank, ref = address(stage, key)
    return f"/items/{bank}/{ref}"


def unanswered(kind: str, who: str = "newcomer", *, is_case: bool = False) -> Builder:
    """Return the builder of a question's page as it shows before it was answered."""

    def build(stage: Stage) -> Scene:
        key = stage.library.of(kind, is_case=is_case)[1]
        return seen_by(who, page_of(stage, key))(stage)

    return build


def answered(kind: str, *, is_case: bool = False, is_seen: bool = False) -> Builder:
    """Return the builder of the page of a question that was missed; `is_seen`: as it was then."""

    def build(stage: Stage) -> Scene:
        key = stage.library.of(kind, is_case=is_case)[0]
        who = stage.struggler
        query = select(Review.answer_id).where(
            Review.user_id == who.learner.user_id, Review.item_id == key[0]
        )
        with stage.app.app_context():
            answer_id = db_session.scalars(query).first()
        seen = f"?seen={answer_id}" if is_seen else ""
        return Scene(page_of(stage, key) + seen, who.cookie)

    return build


@cache
def marker(stage: Stage) -> tuple[Person, Key]:
    """Somebody with a flag, a note, a question set aside and two reports; all on one of them."""
    person = make(stage.app, stage.clock, "mona@example.org")
    keys = stage.library.of("single")[:3]
    person.finish(person.start(keys), always_wrong)
    user_id, now = person.learner.user_id, stage.clock()
    for key in keys[:2]:
        bank, ref = address(stage, key)
        with writing(stage.app) as session:
            flag_item(session, user_id, bank, ref, is_flagged=True, now=now)
        with writing(stage.app) as session:
            save_note(session, user_id, bank, ref, "She doubts the task,\nnot the goal.", now=now)
    bank, ref = address(stage, keys[0])
    for reason, text in (("key", "See page 254."), ("wording", "Too long.")):
        with writing(stage.app) as session:
            said = Complaint(reason, 1, text)
            report_item(session, user_id, bank, ref, said, now=now)
    with writing(stage.app) as session:
        told = session.scalars(
            select(Report.id).where(Report.user_id == user_id, Report.reason == "key")
        ).one()
        settle_report(session, told, "Page 253 has all three.", now=now)
    with writing(stage.app) as session:
        suspend_item(session, user_id, bank, ref, now=now)
    return person, keys[0]


@cache
def sufferer(stage: Stage) -> tuple[Person, int, Key]:
    """Somebody who has missed one question day after day; the last session, and the question."""
    person = make(stage.app, stage.clock, "lena@example.org")
    key, now, session_id = stage.library.of("single")[0], stage.clock(), 0
    for ago in reversed(range(MISSES_OF_A_LEECH)):
        stage.clock.at = now - timedelta(days=ago)
        session_id = person.start([key])
        person.answer_next(session_id, always_wrong)
    stage.clock.at = now
    return person, session_id, key


def marked_item(stage: Stage) -> Scene:
    person, key = marker(stage)
    return Scene(page_of(stage, key), person.cookie)


def marked_list(kind: str) -> Builder:
    return lambda stage: Scene(f"/marked?kind={kind}", marker(stage)[0].cookie)


def leech_item(stage: Stage) -> Scene:
    person, _, key = sufferer(stage)
    return Scene(page_of(stage, key), person.cookie)


def leech_item_at_first(stage: Stage) -> Scene:
    """The page as the first of its answers saw it, which is told in the folded part."""
    person, _, key = sufferer(stage)
    query = select(Review.answer_id).where(Review.user_id == person.learner.user_id)
    with stage.app.app_context():
        answer_id = db_session.scalars(query.order_by(Review.answered_at)).first()
    return Scene(f"{page_of(stage, key)}?seen={answer_id}", person.cookie)


def leech_verdict(stage: Stage) -> Scene:
    person, session_id, _ = sufferer(stage)
    return Scene(f"/study/{session_id}/1", person.cookie)


def leech_missed(stage: Stage) -> Scene:
    return Scene("/missed", sufferer(stage)[0].cookie)


ITEM_SCENES: dict[str, Builder] = {
    "item as nobody": unanswered("single", "nobody"),
    "item, no such": seen_by("newcomer", "/items/bordin/nothing", status=404),
    **{f"item {kind}, not answered": unanswered(kind) for kind in KINDS},
    "item case, not answered": unanswered("single", is_case=True),
    **{f"item {kind}, missed": answered(kind) for kind in KINDS},
    "item single, as it was seen": answered("single", is_seen=True),
    "item order, as it was seen": answered("order", is_seen=True),
    "item match, as it was seen": answered("match", is_seen=True),
    "item with every mark": marked_item,
    "item that is often forgotten": leech_item,
    "item often forgotten, as it was seen at first": leech_item_at_first,
    "verdict, often forgotten": leech_verdict,
    "missed, often forgotten": leech_missed,
    "marked, none flagged": seen_by("newcomer", "/marked"),
    "marked, no notes": seen_by("newcomer", "/marked?kind=noted"),
    "marked, none aside": seen_by("newcomer", "/marked?kind=aside"),
    "marked, flagged": marked_list("flagged"),
    "marked, with notes": marked_list("noted"),
    "marked, set aside": marked_list("aside"),
}
