"""F11: a bank is edited, corrected or cut between a question and its answer."""

from collections.abc import Sequence
from enum import StrEnum
from http import HTTPStatus
from itertools import cycle, islice

from flask import Flask
from sqlalchemy import select

from quizapp.adapters import clock
from quizapp.db import write
from quizapp.db.models.study import Review
from quizapp.web.tokens import unseal
from tests.factories import field_of, load_text
from tests.faults.aftermath import aftermath_in
from tests.faults.f03_sent_twice import first_option
from tests.faults.ground import Ground, Scale, many_questions
from tests.faults.report import Result, count_of
from tests.faults.studying import Learner, Tally
from tests.services.editing import moved_key
from tests.services.study_room import acting

TITLE = "bank changed between question and answer"
EDITS = {Scale.SHORT: 3, Scale.FULL: 57}


class Edit(StrEnum):
    """What the author does to the question that is open."""

    WORDING = "wording"
    KEY = "key"
    REMOVAL = "removal"


def run(scale: Scale, ground: Ground) -> Result:
    """Edit one question after the other, each while the learner has it open."""
    tally, faults, text = Tally(), list[str](), many_questions()
    with ground.site() as site, site.app() as app:
        with site.server() as server:
            learner = Learner(tally, server.port)
            learner.read("/")
            learner.answer()
            for number, edit in enumerate(islice(cycle(Edit), EDITS[scale]), start=2):
                learner.read("/today")
                ref = f"s-{number}"
                location = learner.send("/study", practice="item", bank="small", ref=ref)
                learner.sid = int(location.split("/")[2])
                learner.next_question()
                text = edited(text, number, edit)
                with app.app_context():
                    load_text(text, at=clock.now())
                faults += wrong_replies(learner, tally, number, edit)
        after = aftermath_in(app, tally.tokens)
        faults += wrong_revisions(app, tally.tokens)
    return Result(
        "F11",
        TITLE,
        EDITS[scale],
        after.acknowledged,
        after.lost,
        after.duplicated + after.stored - after.acknowledged,
        after.half_written,
        sum(": 5" in fault for fault in faults),
        count_of("answers judged by what was shown", after.stored, "answers", at_least=3),
        (*after.faults, *faults),
    )


def edited(text: str, number: int, edit: Edit) -> str:
    """Return the bank's text after an edit of one question."""
    start = text.index(f"## [s-{number}]")
    end = text.find("## [s-", start + 5)
    end = len(text) if end < 0 else end
    item = text[start:end]
    if edit is Edit.REMOVAL:
        item = ""
    elif edit is Edit.WORDING:
        item = item.replace(stem(number), stem(number).replace("kind", "sort"))
    else:
        for old, new in moved_key("True", "False"):
            item = item.replace(old, new)
    return text[:start] + item + text[end:]


def stem(number: int) -> str:
    return f"every {number}. kind of helping."


def wrong_replies(learner: Learner, tally: Tally, number: int, edit: Edit) -> list[str]:
    """Answer the question as it was shown; return what is wrong with what comes back."""
    browser = learner.browser
    token, path = field_of(browser.page, "token"), f"/study/{learner.sid}"
    status, location = browser.post(path, token=token, option=first_option(browser))
    if edit is Edit.KEY:
        is_told = "corrected while you had it open" in browser.body
        is_right = status == HTTPStatus.CONFLICT and is_told
        return [] if is_right else [f"s-{number}, {edit}: {status}, told: {is_told}"]
    if status != HTTPStatus.SEE_OTHER:
        return [f"s-{number}, {edit}: {status}"]
    tally.acknowledge(token)
    learner.read(location)
    is_shown = stem(number) in browser.page
    return [] if is_shown else [f"s-{number}, {edit}: the verdict shows another text"]


def wrong_revisions(app: Flask, tokens: Sequence[str]) -> list[str]:
    """Name the answers that are not stored with the revision that was shown."""
    with app.app_context():
        shown = {one.answer_id: one.revision for one in map(unseal, tokens)}
    with acting(app, write.Mode.READ) as session:
        rows = session.execute(select(Review.answer_id, Review.revision)).all()
    return [f"{id_}: revision {no}" for id_, no in rows if shown.get(id_) != no]
