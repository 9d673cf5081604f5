"""Browsers that study against the real server, and count what it acknowledged."""

import threading
from dataclasses import dataclass, field
from pathlib import Path

from tests.db.live_app import LiveBrowser
from tests.factories import BANK, field_of
from tests.web.visitor import options_of

CLIENTS, ANSWERS_EACH = 8, 20
SEE_OTHER = 303


@dataclass
class Tally:
    """What the browsers were told; others can wait for how much it is."""

    tokens: list[str] = field(default_factory=list)
    resent: int = 0
    news: threading.Condition = field(default_factory=threading.Condition)

    def acknowledge(self, token: str) -> None:
        with self.news:
            self.tokens.append(token)
            self.news.notify_all()

    def wait_for(self, number: int) -> bool:
        with self.news:
            return self.news.wait_for(lambda: len(self.tokens) >= number, timeout=120)


def many_questions(folder: Path) -> Path:
    """Write a bank of 60 true/false questions on as many concepts."""
    head, rest = BANK.split("## [s-1]", 1)
    one = rest[rest.index("## [s-2]") : rest.index("## [s-3]")]
    # Long enough for the item check, or the questions would be drafts.
    one = one.replace("One idea for", "It is one idea, meant for")
    first = rest[: rest.index("## [s-2]")]
    items = (
        one.replace("[s-2] Reach", f"[s-{n}] Reach {n}").replace("every", f"every {n}.")
        for n in range(2, 62)
    )
    folder.mkdir()
    (folder / "small.md").write_text(f"{head}## [s-1]{first}{''.join(items)}")
    return folder


def study(port: int, tally: Tally) -> None:
    """Come as a guest, answer, and note each answer that was acknowledged."""
    browser = LiveBrowser(port)
    browser.get("/")
    sid = 0
    for n in range(ANSWERS_EACH):
        token = field_of(browser.page, "token")
        pick = next(iter(options_of(browser.page).values()))
        path = f"/study/{sid}" if sid else "/"
        status, location = browser.post(path, token=token, option=pick)
        assert status == SEE_OTHER, (n, status)
        tally.acknowledge(token)
        sid = int(location.split("/")[2])
        status, location = browser.get(f"/study/{sid}")
        if status != 200:
            browser.get("/today")
            _, location = browser.post("/study", extra="1")
            sid = int(location.split("/")[2])
            browser.get(f"/study/{sid}")
    with tally.news:
        tally.resent += browser.resent
