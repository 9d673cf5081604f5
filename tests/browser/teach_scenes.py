"""Pages of educators."""

from functools import cache

from quizapp.db.base import db_session
from quizapp.db.queries.drafts import served
from quizapp.services.drafts import begin_bank, open_draft, save_draft
from tests.browser.people import Person, make, writing
from tests.browser.scene import Builder, Scene, seen_by
from tests.browser.stage import Stage

SLUG = "bordin"
OWN = f"/teach/banks/{SLUG}"
CARD = "## [brand-new] New\nQ: What?\n\nA: This.\n\n* Status: draft\n\n"


def draft(stage: Stage, who: Person, *edits: tuple[str, str]) -> str:
    """Write somebody's draft of a bank: what is live, with these edits. Return the text."""
    with writing(stage.app) as session:
        user_id = who.learner.user_id
        opened = open_draft(session, user_id, SLUG)
        before, text = opened.draft, opened.draft.text
        for old, new in edits:
            assert old in text, old
            text = text.replace(old, new, 1)
        save_draft(session, user_id, SLUG, text, before.version, now=stage.clock())
    return text


@cache
def writer(stage: Stage) -> Person:
    """Somebody who edits one bank, and has a draft of changes of every class."""
    person = make(stage.app, stage.clock, "wanda@example.org", role="admin", name="Wanda")
    draft(
        stage,
        person,
        (
            "- [x] goals, tasks and development of bonds",
            "- [ ] goals, tasks and development of bonds",
        ),
        ("- [ ] rapport, client focus", "- [x] rapport, client focus"),
        ("- [ ] The real relationship", "- [ ] The plan of the month"),
        ("He asks for a daily typing drill", "He asks for a weekly typing drill"),
        ("## [bo-002]", f"{CARD}## [bo-002]"),
    )
    return person


def text_of(stage: Stage) -> str:
    with stage.app.app_context():
        live = served(db_session, SLUG)
        assert live
        return live.text


def changed(stage: Stage) -> Scene:
    return Scene(f"{OWN}/publish", writer(stage).cookie)


@cache
def careless(stage: Stage) -> Person:
    """Somebody whose draft has errors, warnings and hints."""
    person = make(stage.app, stage.clock, "carl@example.org", role="admin", name="Carl")
    draft(
        stage, person, ("* Source:", "* Sorce:"), ("- [x] ", "- [ ] "), ("\n\n", "\n\n- [~] x\n\n")
    )
    return person


def faulty(stage: Stage) -> Scene:
    return Scene(f"{OWN}/edit", careless(stage).cookie)


def blocked(stage: Stage) -> Scene:
    return Scene(f"{OWN}/publish", careless(stage).cookie)


def unread(stage: Stage) -> Scene:
    return Scene(f"{OWN}/publish", writer(stage).cookie, {"version": "1"}, 422)


def clashing(stage: Stage) -> Scene:
    sent = {"text": text_of(stage) + "\nMine.\n", "version": "99", "do": "save"}
    return Scene(f"{OWN}/edit", writer(stage).cookie, sent, 409)


@cache
def beginner(stage: Stage) -> Person:
    person = make(stage.app, stage.clock, "bruno@example.org", role="educator", name="Bruno")
    with writing(stage.app) as session:
        begin_bank(session, person.learner.user_id, "Ruptures & repair", now=stage.clock())
    return person


def begun(stage: Stage) -> Scene:
    return Scene("/teach/banks/ruptures-repair/edit", beginner(stage).cookie)


def first_time(stage: Stage) -> Scene:
    return Scene("/teach/banks/ruptures-repair/publish", beginner(stage).cookie)


def only_drafts(stage: Stage) -> Scene:
    return Scene("/teach", beginner(stage).cookie)


TEACH_SCENES: dict[str, Builder] = {
    "teach": seen_by("educator", "/teach"),
    "teach, every bank": seen_by("admin", "/teach"),
    "teach, drafts alone": only_drafts,
    "teach, of no educator": seen_by("learner", "/teach", status=404),
    "editors": seen_by("educator", f"{OWN}/editors"),
    "editors, of no address": seen_by(
        "educator", f"{OWN}/editors", {"email": "maya@example.org"}, 422
    ),
    "editors, of none": seen_by("learner", f"{OWN}/editors", status=404),
    "editor": seen_by("educator", f"{OWN}/edit?line=30"),
    "editor, a bank just begun": begun,
    "editor, much to mend": faulty,
    "editor, saved elsewhere": clashing,
    "publish": changed,
    "publish, not read": unread,
    "publish, with errors": blocked,
    "publish, a new bank": first_time,
    "publish, nothing new": seen_by("educator", f"{OWN}/publish"),
    "earlier texts": seen_by("educator", f"{OWN}/history"),
    "new bank": seen_by("educator", "/teach/new"),
    "new bank, no title": seen_by("educator", "/teach/new", {"title": "…"}, 422),
    "import": seen_by("educator", "/teach/import?bank=bordin"),
    "import, nothing chosen": seen_by("educator", "/teach/import", {"title": "x"}, 422),
    "export": seen_by("educator", f"{OWN}/export"),
    "upload": seen_by("educator", "/teach/upload"),
    "upload, nothing chosen": seen_by("educator", "/teach/upload", {"replace": "on"}, 422),
}
