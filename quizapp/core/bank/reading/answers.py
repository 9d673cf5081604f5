"""`Answer:`: the words or the number that learners type, and where its question ends."""

import re
from typing import Final

from quizapp.core.bank.folding import fold_answer, parse_number
from quizapp.core.bank.html import plain_inline
from quizapp.core.bank.model import Item, Kind, Number
from quizapp.core.bank.problems import ProblemLevel
from quizapp.core.bank.reading.fields import FieldValue
from quizapp.core.bank.reading.page import Page
from quizapp.core.bank.tree import Node

PLUS_MINUS: Final = "±"

_BORDER: Final = re.compile(r"(?<!\\)\|")
_ASCII_PLUS_MINUS: Final = re.compile(r"\d\s*\+\s*/?\s*-\s*\.?\d")
_CARD_MARK: Final = re.compile(r" *([QC]):\s")


def answer_item(page: Page, line: int, answer: FieldValue, blocks: tuple[Node, ...]) -> Item:
    """Return the typed or numeric item of a heading's `line`, with question and explanation."""
    at = question_end(blocks)
    is_rule = at < len(blocks) and blocks[at].kind == "rule"
    stem, explanation = blocks[:at], blocks[at + is_rule :]
    if not stem:
        hint = "write the question between the heading and the fields"
        page.report(line, "B051", "This item has no question", hint)
    else:
        _check_mark(page, stem[0])
    if not is_rule:
        _check_question(page, stem, explanation)
    is_number = PLUS_MINUS in answer.text
    return Item(
        "",
        Kind.NUMERIC if is_number else Kind.TYPED,
        stem=page.source(stem),
        accepted=() if is_number else _accepted(page, answer),
        number=_number(page, answer) if is_number else None,
        explanation=page.source(explanation),
    )


def question_end(blocks: tuple[Node, ...]) -> int:
    """Return the index after the question, where a typed item has nothing between it and more.

    The question ends before a line `***`; without one, before the second paragraph. A paragraph
    with a colon at its end is not counted, since it announces what follows.
    """
    for at, block in enumerate(blocks):
        if block.kind == "rule":
            return at
    has_asked = False
    for at, block in enumerate(blocks):
        if block.kind == "paragraph" and has_asked:
            return at
        if block.kind == "paragraph":
            has_asked = not block.text.rstrip().endswith(":")
    return len(blocks)


def _check_mark(page: Page, block: Node) -> None:
    found = _CARD_MARK.match(page.line(block.first)) if block.kind == "paragraph" else None
    if found:
        hint = "take it out; beside `Answer`, all text before the fields is shown as written"
        message = f"`{found[1]}:` is read as text beside `Answer`"
        page.report(block.first, "B098", message, hint, level=ProblemLevel.WARNING)


def _check_question(page: Page, stem: tuple[Node, ...], explanation: tuple[Node, ...]) -> None:
    """Warn when what is asked seems to stand below the first paragraph."""
    if any("?" in block.text for block in stem):
        return
    asked = [block for block in explanation if block.text.rstrip(" *_").endswith("?")]
    for block in asked[:1]:
        hint = "put it into the first paragraph, or a line `***` below it"
        message = "This question is shown with the explanation"
        page.report(block.first, "B099", message, hint, level=ProblemLevel.WARNING)


def _accepted(page: Page, answer: FieldValue) -> tuple[str, ...]:
    """Return the answers between the bars, each as written."""
    if not answer.text:
        return ()  # the empty field has its own report
    parts = [part.replace("\\|", "|").strip() for part in _BORDER.split(answer.text)]
    seen: dict[str, str] = {}
    for part in parts:
        plain = plain_inline(part)
        folded = fold_answer(plain)
        if not folded:
            hint = "write letters or digits between the bars `|`; signs alone do not count"
            what = f"Nothing of `{part}` can be compared" if part else "An answer is empty"
            page.report(answer.line, "B094", what, hint)
        elif folded in seen:
            message = f"`{part}` and `{seen[folded]}` are the same when compared"
            hint = "take one of them out; case, spaces, accents and punctuation do not count"
            page.report(answer.line, "B097", message, hint, level=ProblemLevel.WARNING)
        elif _is_misread(plain, folded):
            hint = f"write `{_with_tolerance(plain)}` for a number"
            page.report(answer.line, "B095", f"`{part}` would be compared as `{folded}`", hint)
        seen.setdefault(folded, part)
    return tuple(part for part in parts if part)


def _is_misread(plain: str, folded: str) -> bool:
    """Tell whether a number loses its point or its minus when it is compared as a text."""
    if _ASCII_PLUS_MINUS.search(plain):
        return True
    number = parse_number(plain)
    return number is not None and parse_number(folded) != number


def _with_tolerance(plain: str) -> str:
    if _ASCII_PLUS_MINUS.search(plain):
        return re.sub(r"\s*\+\s*/?\s*-\s*", f" {PLUS_MINUS} ", plain)
    return f"{plain} {PLUS_MINUS} 0"


def _number(page: Page, answer: FieldValue) -> Number:
    written, _, margin = (one.strip() for one in answer.text.partition(PLUS_MINUS))
    value, tolerance = parse_number(written), parse_number(margin)
    hint = "write a number, `±` and how far an answer may be off, such as `36 ± 0.5`"
    if value is None:
        page.report(answer.line, "B095", f"`{written}` is not one number", hint)
    elif tolerance is None or tolerance < 0 or (margin.endswith("%") and written[-1] != "%"):
        message = f"`{margin}` does not say how far an answer may be off"
        page.report(answer.line, "B095", message, hint)
    else:
        return Number(f"{value:f}", f"{tolerance:f}")
    return Number("0")
