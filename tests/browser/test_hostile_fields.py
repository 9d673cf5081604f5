"""Script in every field that is ever shown: nothing runs, and the policy has nothing to refuse."""

import json

from playwright.sync_api import Page
from sqlalchemy import select

from quizapp.core.deck import Selection
from quizapp.db.models.banks import Bank, Item
from quizapp.db.models.study import Report
from quizapp.services.cohorts import CohortChoices, make_cohort
from quizapp.services.decks import save_deck
from quizapp.services.drafts import save_draft
from quizapp.services.marks import flag_item, save_note, say_why_missed
from quizapp.services.reports import Complaint, report_item, settle_reports
from tests.browser.conftest import OpenPage
from tests.browser.live_server import LiveServer
from tests.browser.people import Person, always_wrong, library, make, writing
from tests.browser.xss.frames import HANDLE
from tests.browser.xss.payloads import payloads
from tests.factories import FakeClock, load_text

EVERY = 12  # each so many-th payload of one line
KEEP_COUNT = "window.ran = 0; window.fired = () => { ran += 1; };"
HANDLE_PAGE = HANDLE.replace(
    'for (const frame of document.querySelectorAll("iframe[data-own]"))', "for (const frame of [0])"
).replace("frame.contentDocument", 'document.querySelector("main")')
HANDLE_PAGE = HANDLE_PAGE.replace('"click", {', '"auxclick", {')  # stays on the page
PAGES = (
    "/today",
    "/quiz/new",
    "/quiz/new?words=fired",
    "/missed",
    "/missed/mix-ups",
    "/missed/print",
    "/marked?kind=flagged",
    "/marked?kind=noted",
    "/progress",
    "/banks",
    "/banks/hostile",
    "/settings",
    "/settings/data",
    "/mock",
    "/teach",
    "/teach/cohorts",
    "/teach/reports",
    "/teach/reports?show=settled",
    *(
        f"/teach/banks/hostile/{page}"
        for page in ("edit?line=40", "publish", "history", "editors", "items", "export")
    ),
)


def hostile() -> list[str]:
    one_line = [text for text in payloads() if "\n" not in text and "\0" not in text]
    return [text.replace("ID", "0") for text in one_line[::EVERY]]


def item(n: int, text: str) -> str:
    # A bank with a tag or such a link is refused (B060, B066); written out, they must stay words.
    text = text.replace("<", "&lt;").replace("](", "]\\(").replace("]:", "]\\:")
    return f"""
## [x-{n}] {text}
Which of these {text}?

- [x] The right {text}
  > It is so {text}.
- [ ] The wrong {text}
  > It is not so {text}.

Because {text}.

* Source: made2020, {text}
"""


def bank() -> str:
    texts = hostile()
    quoted = [json.dumps(text) for text in texts]
    head = f"""---
bank: hostile
title: {quoted[0]}
license: {quoted[1]}
authors: [{quoted[2]}, {quoted[3]}]
description: {quoted[4]}
sources:
  made2020: {quoted[5]}
---
Intro &lt;script>{texts[6].replace("<", "&lt;")}
"""
    return head + "".join(item(n, text) for n, text in enumerate(texts))


def with_everything(server: LiveServer, clock: FakeClock) -> tuple[Person, int, list[str]]:
    """Return somebody who wrote script wherever one can write; a session, and the questions."""
    with server.app.app_context():
        result = load_text(bank(), origin="hostile.md", at=clock())
        assert not result.is_refused, result.problems
    texts = hostile()
    mallory = make(server.app, clock, "mallory@example.org", name=texts[7][:80], role="admin")
    user_id = mallory.learner.user_id
    keys = [
        key
        for key, body in library(server.app).items.items()
        if "fired" in body["stem_text"] or "fired" in body["stem_html"]
    ]
    sid = mallory.start(keys)
    mallory.finish(sid, always_wrong)
    with writing(server.app) as session:
        query = select(Item.ref).join(Bank, Bank.id == Item.bank_id).where(Bank.slug == "hostile")
        refs = list(session.scalars(query.where(Item.id.in_([key[0] for key in keys]))))
    for text, ref in zip(texts, refs, strict=False):
        with writing(server.app) as session:
            save_note(session, user_id, "hostile", ref, text, now=clock())
            flag_item(session, user_id, "hostile", ref, is_flagged=True, now=clock())
            said = Complaint(reason="other", revision=1, text=text, answer_id=None)
            report_item(session, user_id, "hostile", ref, said, now=clock())
            save_deck(session, user_id, text[:60], Selection(words=text[:100]), now=clock())
            say_why_missed(session, user_id, "hostile", ref, "misread")
    teach(mallory, texts, clock)
    return mallory, sid, refs


def teach(mallory: Person, texts: list[str], clock: FakeClock) -> None:
    """Write script where an educator writes: a draft, a cohort, what became of a report."""
    user_id, changed = mallory.learner.user_id, bank().replace("The right", "The only right")
    with writing(mallory.app) as session:
        save_draft(session, user_id, "hostile", changed, 0, now=clock())
        asked = CohortChoices(texts[8][:80], banks=("hostile",))
        make_cohort(session, user_id, asked, today=clock().date(), now=clock())
        report_id = session.scalars(select(Report.id).limit(1)).one()
        settle_reports(session, user_id, [report_id], texts[9], outcome="declined", now=clock())


def test_nothing_runs_wherever_it_was_written(
    open_page: OpenPage, server: LiveServer, clock: FakeClock
) -> None:
    mallory, sid, refs = with_everything(server, clock)
    assert len(refs) > 20
    page: Page = open_page()
    page.add_init_script(KEEP_COUNT)
    page.context.add_cookies([{"name": "alliance", "value": mallory.cookie, "url": server.url}])
    items = [f"/items/hostile/{ref}" for ref in refs]
    verdicts = [f"/study/{sid}/{n}" for n in range(1, len(refs) + 1)]
    for path in (*PAGES, f"/study/{sid}/done", *items, *verdicts):
        response = page.goto(path)
        assert response is not None, path
        assert response.status == 200, path
        assert page.evaluate("() => typeof fired") == "function", "what would run is counted"
        page.evaluate(HANDLE_PAGE)
        assert page.evaluate("() => ran") == 0, path
        assert page.locator("main script, main iframe, main [style], main svg a").count() == 0, path
    # `watch` fails this test on any refusal by the policy: it had nothing to refuse.
