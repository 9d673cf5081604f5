"""All that a learner needs: options, a concept, an explanation, reasons, a source."""

import re
from collections.abc import Iterator
from typing import Final

from quizapp.core.bank.body import source_key
from quizapp.core.bank.lint.model import PICKED_KINDS, Finding, Question, Shelf
from quizapp.core.bank.lint.wording import plain, tokens
from quizapp.core.bank.model import Kind, Status
from quizapp.core.bank.problems import ProblemLevel

MOST_OPTIONS: Final = 5
SHORTEST_EXPLANATION_WORDS: Final = 8
_ASKS_FOR_ONE: Final = re.compile(
    r"\bwhich one\b|\bthe (?:one|single)\b|\b(?:best|first)\b", re.IGNORECASE
)
_ASKS_FOR_MORE: Final = re.compile(
    r"\b(?:two|three|four|five|several|both|all|\d+|apply|every|any)\b", re.IGNORECASE
)


def number_of_keys(one: Question, shelf: Shelf) -> Iterator[Finding]:
    """B101: a single best answer has one key, and three to five options."""
    del shelf
    n_keys = len(one.keys)
    asks_for_one = _ASKS_FOR_ONE.search(one.stem) and not _ASKS_FOR_MORE.search(one.stem)
    if one.item.kind is Kind.MULTI and asks_for_one:
        message = f"The question asks for one answer, and {n_keys} are marked"
        hint = "mark one option, or say how many to choose: “Which **two** …”"
        yield one.found("B101", message, hint, level=ProblemLevel.ERROR)
    if one.is_single and len(one.choices) > MOST_OPTIONS:
        message = f"{len(one.choices)} options to choose one from"
        yield one.found("B101", message, "keep the three to five that somebody would choose")


def concept(one: Question, shelf: Shelf) -> Iterator[Finding]:
    """B103: one idea, one concept."""
    del shelf
    if not one.item.concepts:
        hint = "add `* Concept: …`; what is missed is counted and practiced by concept"
        yield one.found("B103", "This item has no concept", hint)


def explanation(one: Question, shelf: Shelf) -> Iterator[Finding]:
    """B104: an explanation leaves one idea to take away."""
    del shelf
    n_words = len(tokens(one.explanation))
    if n_words < SHORTEST_EXPLANATION_WORDS:
        few = f"The explanation has {n_words} of at least {SHORTEST_EXPLANATION_WORDS} words"
        what = few if n_words else "There is no explanation"
        hint = "say in a sentence or two, after the options, what there is to take away"
        yield one.found("B104", what, hint, level=_grave_when_live(one))


def rationale(one: Question, shelf: Shelf) -> Iterator[Finding]:
    """B105: every option says why it is right or wrong."""
    if one.item.kind not in PICKED_KINDS:
        return
    for choice in one.choices:
        if not plain(choice.option.rationale):
            message = f"“{_short(choice.text)}” has no rationale"
            why = "why it is right" if choice.option.is_key else "why it tempts, and what decides"
            hint = f"add a line `  > {why}` below the option"
            level = _grave_when_live(one) if shelf.is_house else ProblemLevel.WARNING
            yield one.found("B105", message, hint, line=choice.line, level=level)


def source(one: Question, shelf: Shelf) -> Iterator[Finding]:
    """B106: the source is named, and its reference stands in the front matter."""
    key = source_key(one.item)
    hint = "add `* Source: name, p. 12`, and the name with its reference to `sources` on top"
    if not key:
        yield one.found("B106", "This item has no source", hint, level=_grave_when_live(one))
    elif key not in shelf.bank.sources:
        message = f"The source `{_short(key)}` is not among the sources of this bank"
        yield one.found("B106", message, hint, level=_grave_when_live(one))


def _grave_when_live(one: Question) -> ProblemLevel:
    is_live = one.item.status is Status.LIVE
    return ProblemLevel.ERROR if is_live else ProblemLevel.WARNING


def _short(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:39]}…"  # noqa: PLR2004 - as much as a line holds
