"""Aiken: single-choice questions in plain text, nothing else."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from string import ascii_uppercase
from typing import Final

from quizapp.core.bank.foreign import ImportedBank, Refused, check_count, text_of
from quizapp.core.bank.from_html import inline_from_text
from quizapp.core.bank.html import plain_inline, plain_text
from quizapp.core.bank.intake import Intake
from quizapp.core.bank.model import Bank, Item, Kind, Option
from quizapp.core.bank.outgoing import choice_kind

KINDS: Final = (Kind.SINGLE, Kind.TRUE_FALSE)

_OPTION: Final = re.compile(r"([A-Z])[.)]\s+(.*)")
_ANSWER: Final = re.compile(r"ANSWER:\s*(\S*)\s*\Z")


def write(bank: Bank, files: Mapping[str, bytes] | None = None) -> bytes:  # noqa: ARG001
    """Return the single-choice items of `bank` in words, with a blank line between them."""
    items = [item for item in bank.items if item.kind in KINDS]
    return "\n\n".join(map(_item, items)).encode() + b"\n"


def _item(item: Item) -> str:
    stem = " ".join(f"{plain_text(item.stimulus)} {plain_text(item.stem)}".split())
    key = next(at for at, one in enumerate(item.options) if one.is_key)
    options = (
        f"{letter}. {plain_inline(one.text)}"
        for letter, one in zip(ascii_uppercase, item.options, strict=False)
    )
    return "\n".join([stem, *options, f"ANSWER: {ascii_uppercase[key]}"])


def read(data: bytes, slug: str, title: str) -> ImportedBank:
    """Return the questions of an Aiken file; those that do not follow its form are refused."""
    intake = Intake("aiken")
    question = _Question(intake)
    text = text_of(data)
    check_count(re.finditer(r"^ANSWER:", text, re.MULTILINE))
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            question.read(number, line.strip())
    if question.stem:
        intake.refuse("The question has no line `ANSWER:`")
    if not intake.count:
        raise Refused("The file has no questions")
    return intake.done(Bank(slug, title))


@dataclass(slots=True)
class _Question:
    """The question that is being read."""

    intake: Intake
    stem: list[str] = field(default_factory=list)
    options: dict[str, str] = field(default_factory=dict)

    def read(self, number: int, text: str) -> None:
        """Take a line to the question at hand, or begin one with it."""
        option, answer = _OPTION.match(text), _ANSWER.match(text)
        if not self.stem:
            self._begin(number, text)
        elif answer:
            _take(self.intake, " ".join(self.stem), self.options, answer[1])
            self.stem, self.options = [], {}
        elif option:
            if option[1] in self.options:
                self.intake.change(f"the letter {option[1]} is given twice; the last one counts")
            self.options[option[1]] = option[2]
        elif self.options:
            self.intake.refuse(f"Line {number} is neither an option nor `ANSWER:`")
            self._begin(number, text)
        else:
            self.stem.append(text)

    def _begin(self, number: int, text: str) -> None:
        self.intake.begin(f"line {number}")
        self.stem, self.options = [text], {}


def _take(intake: Intake, stem: str, options: dict[str, str], letter: str) -> None:
    if letter not in options:
        intake.refuse(f"`ANSWER: {letter}` is none of its options")
        return
    made = tuple(Option(inline_from_text(text), key == letter) for key, text in options.items())
    intake.add(Item("", choice_kind(made), stem=inline_from_text(stem), options=made), "", stem)
