"""Reads a GIFT file: cuts it into questions, and each into title, text and answers."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from quizapp.core.bank.foreign import ImportedBank, Refused, check_count, text_of
from quizapp.core.bank.from_html import from_text, inline_from_text
from quizapp.core.bank.html import render_block
from quizapp.core.bank.intake import Intake
from quizapp.core.bank.model import Bank, Item, Kind, Number, Option, Pair
from quizapp.core.bank.numbers import number_of
from quizapp.core.bank.outgoing import choice_kind, true_false

# Signs of no language hold the place of escaped ones until the text is cut.
_ESCAPED: Final = {f"\\{sign}": chr(0xE100 + at) for at, sign in enumerate("~=#{}:\\")}
_BACK: Final = {ord(mark): sign[1] for sign, mark in _ESCAPED.items()}
_ESCAPE: Final = re.compile(r"\\([~=#{}:\\n])")
_NEWLINE: Final = "\ue110"

_TITLE: Final = re.compile(r"::(.*?)::", re.DOTALL)
_FORMAT: Final = re.compile(r"\s*\[(html|moodle|plain|markdown)\]")
_LABEL: Final = re.compile(r"\[(id|tag):((?:\\\]|[^\]])+)\]")
_TRUE_FALSE: Final = re.compile(r"(T|TRUE|F|FALSE)\s*(?:#(.*?))?(?:#(.*))?\Z", re.DOTALL)
_ANSWER: Final = re.compile(r"([=~])([^=~]*)")
_WEIGHT: Final = re.compile(r"\s*%(-?\d+(?:\.\d+)?)%")
_TOP: Final = re.compile(r"\A(?:\$\w+\$/?)?(?:top/?)?")
_BLANK: Final = "\\_\\_\\_\\_\\_"


@dataclass(frozen=True, slots=True)
class _Answer:
    """One answer in braces; its weight is None where it has none."""

    is_right: bool
    weight: float | None
    text: str
    feedback: str


@dataclass(slots=True)
class _Chunk:
    """The lines of one question, and what the comments before it say of it."""

    line: int
    text: str
    foreign_id: str = ""
    tags: tuple[str, ...] = ()
    category: str = ""


def read(data: bytes, slug: str, title: str) -> ImportedBank:
    """Return the questions of a GIFT file; essays and texts without a question are refused."""
    intake = Intake("gift")
    text = text_of(data)
    check_count(_chunks(text))
    for chunk in _chunks(text):
        intake.begin(f"line {chunk.line}")
        _Question(intake, chunk).take()
    if not intake.count:
        raise Refused("The file has no questions")
    return intake.done(Bank(slug, title))


def _chunks(text: str) -> Iterator[_Chunk]:
    """Yield the questions with the comments and the category before them."""
    labels: list[tuple[str, str]] = []
    category, lines, start = "", list[str](), 0
    for number, line in enumerate([*text.split("\n"), ""], 1):
        plain = line.strip()
        if plain.startswith("//"):
            labels += _LABEL.findall(plain)
        elif plain.startswith("$CATEGORY:"):
            path = _TOP.sub("", plain.removeprefix("$CATEGORY:").strip())
            category = path.replace("//", "\ue120").replace("/", " / ").replace("\ue120", "/")
        elif plain:
            start = start if lines else number
            lines.append(line)
        elif lines:
            values = [(name, value.replace("\\]", "]")) for name, value in labels]
            ids = [value for name, value in values if name == "id"]
            tags = tuple(value for name, value in values if name == "tag")
            yield _Chunk(start, "\n".join(lines), "".join(ids[:1]), tags, category)
            lines, labels = [], []


class _Question:
    """One question, cut into its parts."""

    def __init__(self, intake: Intake, chunk: _Chunk) -> None:
        self.intake = intake
        self.chunk = chunk
        self.format = "moodle"
        self.explanation = ""

    def take(self) -> None:
        """Take the question in, or say why not."""
        text = _ESCAPE.sub(_hidden, self.chunk.text).strip()
        found = _TITLE.match(text)
        title = _shown(found[1]).strip() if found else ""
        text = text[found.end() :] if found else text
        named = _FORMAT.match(text)
        self.format = named[1] if named else "moodle"
        text = text[named.end() :] if named else text
        before, opening, rest = text.partition("{")
        inside, closing, after = rest.rpartition("}")
        if not opening or not closing:
            reason = "A text without a question is not taken in"
            self.intake.refuse("The braces of its answers are not closed" if opening else reason)
            return
        inside, _, general = inside.partition("####")
        self.explanation = self._block(general)
        if not inside.strip():
            self.intake.refuse("An essay is not taken in: nothing says which answer is right")
            return
        self._add(title, before, inside.strip(), after)

    def _add(self, title: str, before: str, inside: str, after: str) -> None:
        item = self._shape(inside)
        if item is None:
            return
        blank = f" {_BLANK} " if after.strip() else ""
        stem = self._stem(before, after, blank)
        made = Item(
            ref="",
            kind=item.kind,
            title=inline_from_text(title),
            stem=stem,
            options=item.options,
            accepted=item.accepted,
            number=item.number,
            pairs=item.pairs,
            columns=item.columns,
            explanation=self.explanation,
            tags=self.intake.tags(list(self.chunk.tags)),
            part_title=inline_from_text(self.chunk.category),
        )
        self.intake.add(made, self.chunk.foreign_id, words=title or _shown(before))

    def _stem(self, before: str, after: str, blank: str) -> str:
        if not blank:
            return self._block(before)
        parts = [self._line(part) for part in (before, after)]
        return (parts[0] + blank + parts[1]).strip().replace(f"{_BLANK} .", f"{_BLANK}.")

    def _shape(self, inside: str) -> Item | None:
        """Return an item with what is right, or None where that is refused."""
        if inside.startswith("#"):
            return self._numeric(inside[1:])
        truth = _TRUE_FALSE.match(inside)
        return self._true_false(truth) if truth else self._listed(inside)

    def _true_false(self, truth: re.Match[str]) -> Item:
        is_true = truth[1].startswith("T")
        wrong, right = self._block(truth[2] or ""), self._block(truth[3] or "")
        if_true, if_false = (right, wrong) if is_true else (wrong, right)
        options = true_false(is_true=is_true, if_true=if_true, if_false=if_false)
        return Item("", Kind.TRUE_FALSE, options=options)

    def _listed(self, inside: str) -> Item | None:
        answers = [_answer(found) for found in _ANSWER.finditer(inside)]
        if not answers:
            self.intake.refuse("No answer begins with `=` or `~`")
            return None
        if all("->" in one.text for one in answers):
            return self._match(answers)
        if all(one.is_right for one in answers):
            return self._typed(answers)
        return self._choice(answers)

    def _choice(self, answers: list[_Answer]) -> Item:
        has_equal = any(one.is_right for one in answers)
        partial = [one for one in answers if one.weight and not one.is_right]
        if has_equal and partial:
            self.intake.change("answers that were worth a part are wrong now")
        shares = {one.weight for one in partial if (one.weight or 0) > 0}
        if not has_equal and len(shares) > 1:
            self.intake.change("right answers of different weight are worth the same now")
        options = tuple(
            Option(
                self._line(one.text),
                one.is_right if has_equal else (one.weight or 0) > 0,
                self._block(one.feedback),
            )
            for one in answers
        )
        return Item("", choice_kind(options), options=options)

    def _typed(self, answers: list[_Answer]) -> Item:
        if any(one.feedback.strip() for one in answers):
            self.intake.lose("what is said to one of several accepted answers")
        whole = [one for one in answers if one.weight in (None, 100)]
        if len(whole) < len(answers):
            self.intake.lose("answers that are worth a part")
        accepted = tuple(inline_from_text(_shown(one.text).strip()) for one in whole)
        return Item("", Kind.TYPED, accepted=accepted)

    def _match(self, answers: list[_Answer]) -> Item:
        sides = [one.text.partition("->") for one in answers]
        pairs = tuple(
            Pair(self._line(left), inline_from_text(_shown(right).strip()))
            for left, _, right in sides
        )
        return Item("", Kind.MATCH, pairs=pairs, columns=("Prompt", "Answer"))

    def _numeric(self, text: str) -> Item | None:
        answers = [_answer(found) for found in _ANSWER.finditer(text)]
        answers = answers or [_answer_of(True, text)]
        numbers = [number_of(_shown(one.text)) for one in answers]
        best = next((one for one in numbers if one is not None), None)
        if best is None:
            self.intake.refuse(f"`{_shown(text).strip()[:40]}` is no number or range")
            return None
        if len(numbers) > 1:
            self.intake.lose("numbers after the first, which are worth a part")
        feedback = "".join(one.feedback for one in answers[:1]).strip()
        if feedback:
            self.intake.lose("what is said to the right number")
        return Item("", Kind.NUMERIC, number=Number(*best))

    def _block(self, text: str) -> str:
        return self._as(text, from_text, self.intake.block)

    def _line(self, text: str) -> str:
        return self._as(text, inline_from_text, self.intake.lines)

    def _as(self, text: str, plain: Callable[[str], str], html: Callable[[str], str]) -> str:
        named = _FORMAT.match(text)
        how, text = (named[1], text[named.end() :]) if named else (self.format, text)
        if how == "plain":
            return plain(_shown(text.replace("\n", " ")).strip())
        if how == "markdown":
            return html(render_block(_shown(text)))
        if how == "moodle":
            text = text.replace("\n", " ").replace(_NEWLINE, "<br>")
        return html(_shown(text))


def _answer(found: re.Match[str]) -> _Answer:
    return _answer_of(found[1] == "=", found[2])


def _answer_of(is_right: bool, text: str) -> _Answer:  # noqa: FBT001
    weight = _WEIGHT.match(text)
    body = text[weight.end() :] if weight else text
    answer, _, feedback = body.partition("#")
    return _Answer(is_right, float(weight[1]) if weight else None, answer, feedback)


def _hidden(found: re.Match[str]) -> str:
    return _NEWLINE if found[1] == "n" else _ESCAPED[found[0]]


def _shown(text: str) -> str:
    return text.translate(_BACK).replace(_NEWLINE, "\n")
