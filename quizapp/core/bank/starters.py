"""Text to begin with: a new bank, and one question of each kind."""

import re
import unicodedata
from typing import Final

from quizapp.core.bank.model import Kind

CASE: Final = "case"
_LONGEST_SLUG: Final = 60

_BANK: Final = """---
bank: {slug}
title: {title}
language: en
license: CC-BY-4.0
sources:
  bordin1979: "Bordin, E. S. (1979). The generalizability of the psychoanalytic concept \
of the working alliance. Psychotherapy, 16(3), 252-260."
---
<!-- Write here what the bank is about, in a sentence or two: learners read it. -->

{question}
"""

# All are drafts until that line is taken out, so that nobody studies a sample by mistake.
QUESTIONS: Final[dict[str, str]] = {
    Kind.SINGLE: """## [{ref}] Components
Which set names the three components of the alliance in Bordin's model?

- [x] goals, tasks, bond
  > Agreement on goals and tasks, and the attachment that carries both.
- [ ] empathy, regard, genuineness
  > Rogers' conditions: what the counselor offers, not what both agree on.
- [ ] exploration, insight, action
  > The stages of Hill's model of helping skills: what is done, not what is agreed on.

Bordin freed the idea from psychoanalysis. What stands here is shown after the answer.

* Source: bordin1979, p. 253
* Concept: bordin
* Level: recall
* Status: draft
""",
    Kind.MULTI: """## [{ref}] Several right answers
Which of these are components of the alliance in Bordin's model?

- [x] agreement on goals
  > One of the three.
- [x] a bond
  > One of the three.
- [ ] interpretation of transference
  > A technique, not a component.

Say here in a sentence or two what ties the right ones together.

* Source: bordin1979, p. 253
* Concept: bordin
* Status: draft
""",
    Kind.TRUE_FALSE: """## [{ref}] True or false
Bordin meant his model for every kind of helping.

- [x] True
  > He wrote of any change agent and any person seeking change.
- [ ] False
  > He freed the idea from psychoanalysis.

Say here in a sentence or two why it is so, and what to take away from it.

* Source: bordin1979, p. 252
* Concept: bordin
* Status: draft
""",
    Kind.FLASHCARD: """## [{ref}] A card
Q: What are the three components of Bordin's alliance?

A: Goals, tasks, bond

The bond carries what both agreed on. What stands here is shown with the answer.

* Source: bordin1979, p. 253
* Concept: bordin
* Status: draft
""",
    Kind.CLOZE: """## [{ref}] Fill the gaps
C: Bordin's alliance joins agreement on [goals], agreement on [tasks] and a [bond].

Two agreements and a tie: say here what to take away from it.

* Source: bordin1979, p. 253
* Concept: bordin
* Status: draft
""",
    Kind.TYPED: """## [{ref}] Type the answer
Which component of Bordin's alliance is the attachment between the two?

Say here in a sentence or two what to take away from it.

* Answer: bond | emotional bond
* Source: bordin1979, p. 253
* Concept: bordin
* Status: draft
""",
    Kind.NUMERIC: """## [{ref}] A number
How many components has Bordin's alliance?

Say here in a sentence or two what to take away from it.

* Answer: 3 ± 0
* Source: bordin1979, p. 253
* Concept: bordin
* Status: draft
""",
    Kind.ORDER: """## [{ref}] Put in order
Put these steps in the order in which they happen.

* Type: order

1. Agree on the goal
2. Agree on the tasks
3. Do the tasks

Say here in a sentence or two why this is the order.

* Source: bordin1979, p. 253
* Concept: bordin
* Status: draft
""",
    Kind.MATCH: """## [{ref}] Match
Match each author with the idea.

* Type: match

| Author | Idea |
|---|---|
| Zetzel | therapeutic alliance |
| Bordin | goals, tasks, bond |
|        | real relationship |

An empty left side makes an answer too many. Say here what tells the authors apart.

* Source: bordin1979, p. 253
* Concept: bordin
* Status: draft
""",
    CASE: """# Case [{ref}-case] Ms. R.
Ms. R., 41, has missed two sessions since her plan was changed without her.

## [{ref}] First move
What should the counselor do first?

- [x] Ask how she sees the plan and the missed sessions
  > It repairs the agreement on goals before anything else.
- [ ] Remind her of the rules on attendance
  > It treats a strain in the alliance as a lack of discipline.
- [ ] Refer her to a colleague
  > It gives up the alliance before trying to mend it.

Say here in a sentence or two what the case shows, and what to take away from it.

* Source: bordin1979, p. 253
* Concept: bordin
* Level: application
* Status: draft
""",
}
NAMES: Final[dict[str, str]] = {
    Kind.SINGLE: "One right answer",
    Kind.MULTI: "Several right answers",
    Kind.TRUE_FALSE: "True or false",
    Kind.FLASHCARD: "Card: question and answer",
    Kind.CLOZE: "Gaps to fill",
    Kind.TYPED: "Answer to type",
    Kind.NUMERIC: "Number",
    Kind.ORDER: "Steps to put in order",
    Kind.MATCH: "Pairs to match",
    CASE: "Case with a question",
}


def slug_of(title: str) -> str:
    """Return the id that a title gives a bank: `Ruptures & repair` → `ruptures-repair`."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    return "-".join(re.findall(r"[a-z0-9]+", plain))[:_LONGEST_SLUG].strip("-")


def new_bank(slug: str, title: str) -> str:
    """Return the text of a bank with one question, to write on from."""
    quoted = '"' + title.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return _BANK.format(slug=slug, title=quoted, question=QUESTIONS[Kind.SINGLE].format(ref="q-1"))


def with_question(text: str, kind: str, after: int) -> tuple[str, int]:
    """Return `text` with a new question of a kind behind the item at line `after`, and its line.

    From the head of the bank it goes to the end of the text. The question gets the next free id.
    Raises KeyError for an unknown kind.
    """
    lines = text.splitlines(keepends=True)
    first = next((n for n, line in enumerate(lines, 1) if line.startswith("#")), len(lines))
    after = len(lines) if after < first else after
    at = next((n for n in range(max(after, 1), len(lines)) if lines[n].startswith("#")), len(lines))
    question = QUESTIONS[kind].format(ref=_free_ref(text))
    before = "".join(lines[:at])
    if before and not before.endswith("\n"):
        before += "\n"
    if before and not before.endswith("\n\n"):
        before += "\n"
    behind = "".join(lines[at:])
    joined = before + question + ("\n" if behind else "") + behind
    return joined, before.count("\n") + 1


def _free_ref(text: str) -> str:
    """Return the id after the last numbered one of the text: `wa-031` → `wa-032`."""
    ids = re.findall(r"^#{1,2}[^\[\n]*\[([a-z0-9-]+)\]", text, re.MULTILINE)
    numbered = [found for one in ids if (found := re.fullmatch(r"(.*-)(\d+)", one))]
    if not numbered:
        return "q-1" if "q-1" not in ids else "q-2"
    prefix, last = numbered[-1][1], numbered[-1][2]
    most = max(int(one[2]) for one in numbered if one[1] == prefix)
    return f"{prefix}{str(most + 1).zfill(len(last))}"
