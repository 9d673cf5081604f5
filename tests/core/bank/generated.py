"""Banks made up by a program: as large as a test of speed asks for."""

from random import Random
from typing import Final

_VOCABULARY: Final = (
    "alliance bond goal task counselor client session plan rupture repair trust empathy regard "
    "change measure theory study therapist agreement attachment model work rating outcome early "
    "Bordin Greenson Rogers Zetzel naïve Flückiger **first** *most* `score` R&D 50% c.1979"
)
_WORDS: Final = _VOCABULARY.split()
_HEADER: Final = """---
bank: generated
title: Generated
defaults: {topic: counseling-theories, section: C}
sources:
  bordin1979: "Bordin, E. S. (1979). The generalizability of the concept. Psychotherapy, 16(3)."
---
An introduction.
"""


def generated_bank(items: int, seed: int, *, is_mixed: bool = True) -> str:
    """Return the text of a bank with `items` items of all kinds in turn, without a problem.

    Unless it `is_mixed`, each has one right option.

    The same numbers give the same text.
    """
    random = Random(seed)  # noqa: S311 - not a secret
    mixed = (_single, _multi, _true_false, _flashcard, _cloze, _typed, _numeric, _order, _match)
    kinds = mixed if is_mixed else (_single,)
    blocks = [_HEADER]
    for number in range(1, items + 1):
        if number % 40 == 1:
            blocks.append(f"# Case [case-{number}] Case {number}\n{_sentences(random, 3)}\n")
        text = kinds[number % len(kinds)](random)
        blocks.append(f"## [g-{number:04}] {_phrase(random)}\n{text}\n\n{_fields(random)}\n")
    return "\n".join(blocks)


def _phrase(random: Random, words: int = 4) -> str:
    return " ".join(random.choice(_WORDS) for _ in range(words))


def _sentences(random: Random, count: int) -> str:
    return " ".join(
        f"The {_phrase(random, random.randint(6, 18))}." for _ in range(random.randint(1, count))
    )


def _question(random: Random) -> str:
    return f"{_sentences(random, 2)} Which {_phrase(random, 8)}?"


def _option(random: Random, number: int, *, is_key: bool) -> str:
    box = "[x]" if is_key else "[ ]"
    concept = "" if is_key else "\n  * Concept: rogers · Facts: M10"
    return f"- {box} {_phrase(random, 6)} {number}\n  > {_sentences(random, 2)}{concept}"


def _choices(random: Random, keys: int) -> str:
    right = random.sample(range(4), keys)
    options = "\n".join(_option(random, at, is_key=at in right) for at in range(4))
    return f"{_question(random)}\n\n{options}\n\n{_sentences(random, 4)}"


def _single(random: Random) -> str:
    return _choices(random, 1)


def _multi(random: Random) -> str:
    return _choices(random, 2)


def _true_false(random: Random) -> str:
    true, false = random.choice([("x", " "), (" ", "x")])
    return f"{_question(random)}\n\n- [{true}] True\n- [{false}] False\n\n{_sentences(random, 2)}"


def _flashcard(random: Random) -> str:
    return f"Q: {_question(random)}\n\nA: {_phrase(random)}\n\n{_sentences(random, 3)}"


def _cloze(random: Random) -> str:
    gaps = " and ".join(f"the [{_phrase(random, 2)} {at}]" for at in range(3))
    return f"C: {_sentences(random, 1)} It joins {gaps}.\n\n{_sentences(random, 2)}"


def _typed(random: Random) -> str:
    return f"{_question(random)}\n\n{_sentences(random, 2)}\n\n* Answer: bond | {_phrase(random)}"


def _numeric(random: Random) -> str:
    return f"{_question(random)}\n\n* Answer: {random.randint(1, 99)} ± {random.choice('012')}"


def _order(random: Random) -> str:
    steps = "\n".join(
        f"{at}. {_phrase(random, 5)} {at}\n   > {_sentences(random, 1)}" for at in range(1, 6)
    )
    return f"{_question(random)}\n\n* Type: order\n\n{steps}\n\n{_sentences(random, 2)}"


def _match(random: Random) -> str:
    rows = "\n".join(f"| {_phrase(random, 2)} {at} | {_phrase(random)} {at} |" for at in range(5))
    table = f"| Author | Idea |\n|---|---|\n{rows}\n| | {_phrase(random)} |"
    return f"{_question(random)}\n\n* Type: match\n\n{table}\n\n{_sentences(random, 2)}"


def _fields(random: Random) -> str:
    return (
        f"* Source: bordin1979, p. {random.randint(250, 260)}\n* Concept: bordin\n"
        f"* Level: recall\n* Facts: K{random.randint(100, 999)}\n* Evidence: verified"
    )
