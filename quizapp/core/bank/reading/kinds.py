"""What kind an item is by its shape, and the Q:, A: and C: texts of cards."""

import re
from dataclasses import dataclass
from typing import Final

from quizapp.core.bank.gaps import split_gaps
from quizapp.core.bank.model import Item, Kind, Option
from quizapp.core.bank.reading.page import Page, indent_of
from quizapp.core.bank.tree import Node, is_overloaded

MIN_OPTIONS: Final = 2

_MARK: Final = re.compile(r" *([QAC]):\s*")
_TRUE_FALSE: Final = {"true", "false"}


@dataclass(frozen=True, slots=True)
class _Mark:
    letter: str
    line: int


def option_kind(page: Page, line: int, options: tuple[Option, ...]) -> Kind:
    """Return the kind of an item with options; report what makes it unanswerable."""
    keys = sum(option.is_key for option in options)
    if len(options) < MIN_OPTIONS:
        hint = "give at least two options"
        page.report(line, "B038", "This item has only one option", hint)
    elif not keys:
        hint = "mark each right option with `[x]`"
        page.report(line, "B038", "No option is marked as right", hint)
    texts = {option.text.strip().casefold() for option in options}
    is_true_false = texts == _TRUE_FALSE and len(options) == len(_TRUE_FALSE)
    if is_true_false and keys > 1:
        page.report(line, "B038", "True and false cannot both be right", "mark one of the two")
    if is_true_false:
        return Kind.TRUE_FALSE
    return Kind.MULTI if keys > 1 else Kind.SINGLE


def card_item(page: Page, line: int, blocks: tuple[Node, ...]) -> Item:
    """Return an item without options, with its texts only: a flashcard or a cloze."""
    marks = [] if any(block.kind == "table" for block in blocks) else _marks(page, blocks)
    first = marks[0].letter if marks else ""
    if first == "C":
        return _cloze(page, blocks, marks)
    if first == "Q":
        return _flashcard(page, blocks, marks)
    if first == "A":
        hint = "put `Q: …` before it"
        page.report(marks[0].line, "B052", "There is an answer, but no question", hint)
    else:
        hint = "add options `- [ ] …`, or `Q: …` and `A: …`, or `C: …` with [gaps]"
        page.report(line, "B050", "This item has no options and is no card", hint)
    return Item("", Kind.FLASHCARD, stem=page.source(blocks))


def _marks(page: Page, blocks: tuple[Node, ...]) -> list[_Mark]:
    """Return the Q:, A: and C: that begin a line of a paragraph at the margin."""
    found: list[_Mark] = []
    for block in blocks:
        if block.kind != "paragraph":
            continue
        for number in range(block.first, block.last + 1):
            mark = _MARK.match(page.line(number))
            if mark:
                found.append(_Mark(mark[1], number))
    return found


def _flashcard(page: Page, blocks: tuple[Node, ...], marks: list[_Mark]) -> Item:
    question = marks[0]
    last = blocks[-1].last
    if blocks[0].first < question.line:
        hint = "begin the item with `Q:`"
        page.report(blocks[0].first, "B053", "There is text before the question", hint)
    answers = [mark for mark in marks if mark.letter == "A"]
    for mark in [one for one in marks[1:] if one.letter == "Q"] + answers[1:]:
        hint = "make it an item of its own, or put the lines in a quote"
        page.report(mark.line, "B053", f"`{mark.letter}:` stands twice in one card", hint)
    if not answers:
        hint = "add a blank line and `A: …`"
        page.report(question.line, "B052", "There is a question, but no answer", hint)
        return Item("", Kind.FLASHCARD, stem=_text(page, question.line, last))
    answer = answers[0]
    card = Item(
        "",
        Kind.FLASHCARD,
        stem=_text(page, question.line, answer.line - 1),
        answer=_text(page, answer.line, last),
    )
    if not card.stem:
        page.report(question.line, "B051", "The question is empty", "write it after `Q:`")
    if not card.answer:
        page.report(answer.line, "B052", "The answer is empty", "write it after `A:`")
    return card


def _cloze(page: Page, blocks: tuple[Node, ...], marks: list[_Mark]) -> Item:
    mark = marks[0]
    for other in marks[1:]:
        if other.letter == "C":
            hint = "make it an item of its own, or join the two texts"
            page.report(other.line, "B053", "`C:` stands twice in one card", hint)
    block = next(one for one in blocks if one.first <= mark.line <= one.last)
    at = blocks.index(block)
    cloze = _text(page, mark.line, block.last)
    _check_gaps(page, mark.line, cloze)
    return Item(
        "",
        Kind.CLOZE,
        stem="\n".join(page.lines[blocks[0].first - 1 : mark.line - 1]).strip("\n"),
        cloze=cloze,
        explanation=page.source(blocks[at + 1 :]),
    )


def _check_gaps(page: Page, line: int, cloze: str) -> None:
    if is_overloaded(cloze):
        return  # the paragraph has its own report
    segments, faults = split_gaps(cloze)
    for fault in faults:
        before = cloze[: fault.offset]
        number = line + before.count("\n")
        column = fault.offset - before.rfind("\n")
        if number == line:
            found = _MARK.match(page.line(line))
            column += found.end() if found else 0
        hint = "write `[word]` for a gap and `\\[` for a bracket"
        page.report(number, "B054", fault.message, hint, column=column)
    if not faults and not any(segment.is_gap for segment in segments):
        page.report(line, "B055", "This cloze has no gap", "put brackets around a [word]")


def _text(page: Page, first: int, last: int) -> str:
    """Return the lines from a mark on, without the mark."""
    lines = page.lines[first - 1 : last]
    found = _MARK.match(lines[0])
    if found:
        lines = [lines[0][found.end() :], *lines[1:]]
    margin = indent_of(page.line(first))
    return "\n".join(line[min(margin, indent_of(line)) :] for line in lines).strip("\n")
