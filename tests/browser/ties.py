"""A bank of two questions that an educator works on; its first text has a wrong key."""

from quizapp.db.queries.drafts import served
from tests.browser.live_server import LiveServer
from tests.browser.stored import database

TEXT = """---
bank: ties
title: Ties
sources:
  b: "Bordin, E. S. (1979). A paper. A journal, 16, 252."
---
## [t-1] Three parts
Which of these is one of the three parts of an alliance?

- [x] a bond
  > It carries the work of both.
- [ ] a trance
  > It has no part in it at all.
- [ ] a theory
  > It guides one of the two only.

The other two are agreements on goals and on tasks.

* Source: b, p. 253
* Concept: bordin
* Level: recall

## [t-2] A card
Q: Who wrote of goals, tasks and bonds?

A: Bordin

He wrote of them in a paper on every kind of helping, in the year 1979.

* Source: b, p. 252
* Concept: bordin
* Level: recall
"""
KEY_IS_WRONG = TEXT
for swap in (("- [x] a bond", "- [ ] a bond"), ("- [ ] a theory", "- [x] a theory")):
    KEY_IS_WRONG = KEY_IS_WRONG.replace(*swap)
WHY = "A theory is no part of it."
SLUG = "ties"
EDIT = f"/teach/banks/{SLUG}/edit"


def live(server: LiveServer) -> str:
    with database(server) as session:
        row = served(session, SLUG)
        return row.text if row else ""
