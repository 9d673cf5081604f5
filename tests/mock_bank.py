"""A bank with enough questions for a mock exam, of every kind that one may have."""

from collections.abc import Iterator

HEAD = """---
bank: mock
title: Enough for a mock exam
license: CC-BY-4.0
authors: [Alice Author]
description: Made up for the tests.
defaults: {exam: crcc-crc, topic: counseling-theories}
sources:
  bordin1979: "Bordin, E. S. (1979). The generalizability of the concept. Psychotherapy, 16, 252."
---
Questions without meaning.
"""
CONCEPTS = ("bordin", "goals", "tasks", "zetzel")
ORDER = """* Type: order

1. First step
2. Second step
3. Third step
"""
MATCH = """* Type: match

| Left | Right |
|---|---|
| one | eins |
| two | zwei |
| | drei |
"""
TYPED = "* Answer: bond\n"
NUMERIC = "* Answer: 36 ± 0.5\n"
MULTI = """- [x] right one
- [x] right two
- [ ] wrong one
- [ ] wrong two
"""
SINGLE = """- [x] right
  > Because it is right.
- [ ] wrong
  > Because it is wrong.
- [ ] wrong too
  > Because it is wrong too.
"""
KINDS = {0: SINGLE, 1: ORDER, 2: MATCH, 3: TYPED, 4: NUMERIC, 5: MULTI}


def item(ref: str, section: str, concept: str, answer: str = SINGLE, more: str = "") -> str:
    """Return the text of one question; an answer that is a field stands among the fields."""
    fields = f"* Source: bordin1979\n* Concept: {concept}\n* Level: recall\n* Section: {section}\n"
    if answer in (TYPED, NUMERIC):
        answer, fields = "", fields + answer
    return (
        f"\n## [{ref}] Question {ref}\nWhat is asked in {ref}?\n\n{answer}\nSo it is.\n\n"
        f"{fields}{more}"
    )


def items(each: int, kinds: dict[int, str]) -> Iterator[str]:
    """Return `each` questions of section R and as many of C, with the answers of `kinds`."""
    for section in ("R", "C"):
        for number in range(each):
            ref = f"{section.lower()}-{number}"
            concept = CONCEPTS[number % len(CONCEPTS)]
            yield item(ref, section, concept, kinds.get(number, SINGLE))


def mock_bank(each: int = 14) -> str:
    """Return a bank whose first six questions of each section are of all kinds."""
    return HEAD + "".join(items(each, KINDS))


def plain_bank(each: int) -> str:
    """Return a bank of single-choice questions."""
    return HEAD + "".join(items(each, {}))
