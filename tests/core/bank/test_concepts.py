"""The concept file, and concepts that a bank uses without it."""

import pytest

from quizapp.core.bank.concepts import Concept, parse_concepts, unknown_concepts
from tests.core.bank.samples import CHOICE, HEADER, bank_of

FILE = """# The tree.
concepts:
  - slug: alliance
    title: "The alliance: terms"
    short: Alliance
  - {slug: bordin, title: Bordin, parent: alliance}
"""


def test_concepts_in_order() -> None:
    concepts, problems = parse_concepts(FILE)
    assert problems == ()
    assert list(concepts.values()) == [
        Concept("alliance", "The alliance: terms", "Alliance"),
        Concept("bordin", "Bordin", "Bordin", "alliance"),
    ]


@pytest.mark.parametrize(
    ("text", "code", "line", "words"),
    [
        ("", "B070", 1, "concepts:"),
        ("- slug: a\n", "B070", 1, "concepts:"),
        ("concepts: x\n", "B070", 1, "concepts:"),
        ("concepts:\n  - slug: a\n    title: A: B\n", "B012", 3, "double quotes"),
        ("concepts:\n  - &x {slug: a, title: A}\n", "B012", 2, "alias"),
        ("concepts:\n  - slug: a\n    slug: b\n    title: A\n", "B013", 3, "line 2"),
        (FILE + "  - slug: x\n", "B071", 7, "title"),
        (FILE + "  - x\n", "B071", 7, "slug and title"),
        (FILE + "  - {slug: X y, title: X}\n", "B071", 7, "small letters"),
        (FILE + "  - {slug: bordin, title: X}\n", "B071", 7, "line 6"),
        (FILE + "  - {slug: x, titel: X, title: X}\n", "B071", 7, "`title`"),
        (FILE + "  - {slug: x, title: X, short: [a]}\n", "B071", 7, "short"),
        (FILE + "  - {slug: x, title: X, parent: aliance}\n", "B071", 7, "`alliance`"),
        (FILE + "  - {slug: x, title: X, parent: x}\n", "B071", 7, "below itself"),
    ],
)
def test_faults(text: str, code: str, line: int, words: str) -> None:
    _, problems = parse_concepts(text)
    (problem,) = problems
    assert (problem.code, problem.line) == (code, line)
    assert words in f"{problem.message} {problem.hint}"


def test_a_ring_of_parents_is_reported_for_each_of_its_members() -> None:
    text = "concepts:\n- {slug: a, title: A, parent: b}\n- {slug: b, title: B, parent: a}\n"
    text += "- {slug: c, title: C, parent: a}\n"
    _, problems = parse_concepts(text)
    assert [problem.line for problem in problems] == [2, 3]


def test_unknown_concepts_of_items_and_options() -> None:
    concepts, _ = parse_concepts(FILE)
    bank = bank_of(f"{HEADER}{CHOICE}  * Concept: rogers\n\n* Concept: bordin, allience\n")
    found = unknown_concepts(bank, concepts)
    assert [(one.code, one.line) for one in found] == [("B072", 5), ("B072", 9)]
    assert found[0].hint == "did you mean `alliance`?"
    assert unknown_concepts(bank_of(HEADER + CHOICE), concepts) == ()
