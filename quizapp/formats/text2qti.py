"""The plain text that text2qti turns into QTI: numbered questions, Markdown in them."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from string import ascii_lowercase
from typing import Final

from quizapp.core.bank.foreign import ImportedBank, Refused, check_count, text_of
from quizapp.core.bank.from_html import from_html, inline_from_text
from quizapp.core.bank.html import plain_inline, render_block, render_inline
from quizapp.core.bank.intake import Intake
from quizapp.core.bank.model import Bank, Item, Kind, Number, Option
from quizapp.core.bank.numbers import middle_of, number_of
from quizapp.core.bank.outgoing import asked_html, choice_kind, foreign_id, name_of, plain_title

KINDS: Final = (Kind.SINGLE, Kind.TRUE_FALSE, Kind.MULTI, Kind.TYPED, Kind.NUMERIC)

_START: Final = re.compile(
    r"(?:(?P<question>\d+\.)|(?P<one>\*?[a-zA-Z]\))|(?P<many>\[[ *]?\])|(?P<typed>\*)"
    r"|(?P<feedback>\.\.\.)|(?P<said>[+-])|(?P<number>=)"
    r"|(?P<head>(?:[QqTt]\w+ )?[Tt]itle:|[Tt]ext:|[A-Z][a-z' ]+:|points?:|pick:))\s+(?=\S)"
)
_UNASKED: Final = re.compile(r"(_{3,}|\^{3,})\s*\Z")
_ID: Final = re.compile(r"%\s*id:\s*(\S+)")
_TOLERANCE: Final = re.compile(r"\s*\+-\s*")


def write(bank: Bank, files: Mapping[str, bytes] | None = None) -> bytes:  # noqa: ARG001
    """Return the items of `bank` that text2qti can hold; ids stand in comments."""
    items = [item for item in bank.items if item.kind in KINDS]
    head = f"Quiz title: {plain_title(bank)}"
    return ("\n\n".join([head, *map(_item, items, range(1, len(items) + 1))]) + "\n").encode()


def _item(item: Item, number: int) -> str:
    asked = from_html(asked_html(item)).text if item.stimulus else item.stem
    lines = [
        f"% id: {foreign_id(item, 'text2qti')}",
        f"Title: {name_of(item, 'text2qti')}",
        _entry(f"{number}.", asked),
        *([_entry("...", item.explanation)] if item.explanation else []),
    ]
    for letter, option in zip(ascii_lowercase, item.options, strict=False):
        many = "[*]" if option.is_key else "[ ]"
        one = f"*{letter})" if option.is_key else f"{letter})"
        lines.append(_entry(many if item.kind is Kind.MULTI else one, option.text))
        if option.rationale:
            lines.append(_entry("...", option.rationale))
    lines += [f"*   {plain_inline(one)}" for one in item.accepted]
    if item.number:
        lines.append(f"=   {item.number.value} +- {item.number.tolerance}")
    return "\n".join(lines)


def _entry(mark: str, text: str) -> str:
    first, *others = text.split("\n")
    indent = " " * max(4, len(mark) + 1)
    below = [f"{indent}{line}" if line.strip() else "" for line in others]
    return "\n".join([f"{mark:<{len(indent)}}{first}", *below])


@dataclass(slots=True)
class _Part:
    """One entry: what it is, its mark, and its text without the indent."""

    kind: str
    mark: str
    line: int
    lines: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "\n".join(self.lines).strip("\n")


def read(data: bytes, slug: str, title: str) -> ImportedBank:
    """Return the questions of a text for text2qti; groups are read one by one."""
    intake = Intake("text2qti")
    foreign, name, question = "", "", list[_Part]()
    text = text_of(data)
    check_count(part for part in _parts(text) if part.kind == "question")
    for part in [*_parts(text), _Part("end", "", 0)]:
        if part.kind in ("id", "head", "question", "end") and question:
            _Question(intake, question, name, foreign).take()
            question, name, foreign = [], "", ""
        if part.kind == "id":
            foreign = part.text
        elif part.kind == "head" and part.mark.lower() == "title:":
            name = part.text
        elif part.kind == "question" or question:
            question.append(part)
        elif part.kind not in ("head", "end"):
            intake.begin(f"line {part.line}")
            intake.refuse("This stands outside of a question")
    if not intake.count:
        raise Refused("The file has no questions")
    return intake.done(Bank(slug, title))


def _parts(text: str) -> Iterator[_Part]:
    """Yield the entries of a text; comments are left out, but for ids."""
    part: _Part | None = None
    indent, is_comment = 0, False
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip() in ("COMMENT", "END_COMMENT"):
            is_comment = line.strip() == "COMMENT"
            continue
        if is_comment or line.strip() in ("GROUP", "END_GROUP"):
            continue
        begin = _begun(line, number)
        if begin is not None:
            if part:
                yield part
            part, indent = begin
        elif part and not line.startswith("%"):
            part.lines.append(line[min(indent, len(line) - len(line.lstrip())) :])
    if part:
        yield part


def _begun(line: str, number: int) -> tuple[_Part, int] | None:
    """Return the entry that a line begins, and how far its text is indented."""
    ident = _ID.match(line)
    if ident:
        return _Part("id", "%", number, [ident[1]]), 0
    if _UNASKED.match(line):
        return _Part("unasked", line.strip(), number), 0
    found = _START.match(line)
    if not found:
        return None
    mark = found[0].rstrip()
    return _Part(str(found.lastgroup), mark, number, [line[found.end() :]]), found.end()


class _Question:
    """The entries of one question."""

    def __init__(self, intake: Intake, parts: list[_Part], name: str, foreign: str) -> None:
        self.intake = intake
        self.stem, *self.parts = parts
        self.name, self.foreign = name, foreign

    def take(self) -> None:
        """Take the question in, or say why not."""
        self.intake.begin(f"line {self.stem.line}")
        kinds = {part.kind for part in self.parts}
        if "unasked" in kinds:
            self.intake.refuse("An essay or an upload is not taken in: nothing says what is right")
            return
        if "said" in kinds:
            self.intake.lose("what is said to all right or all wrong answers")
        if "number" in kinds:
            item = self._numeric()
        elif "typed" in kinds:
            texts = [inline_from_text(one.text) for one in self.parts if one.kind == "typed"]
            item = Item("", Kind.TYPED, accepted=tuple(texts))
        else:
            options = tuple(self._options())
            item = Item("", choice_kind(options), options=options)
        if item is None:
            return
        made = Item(
            ref="",
            kind=item.kind,
            title=inline_from_text(self.name),
            stem=self._md(self.stem),
            options=item.options,
            accepted=item.accepted,
            number=item.number,
            explanation=self._explanation(),
        )
        self.intake.add(made, self.foreign, words=self.name or made.stem)

    def _explanation(self) -> str:
        first = self.parts[0] if self.parts else None
        return self._md(first) if first and first.kind == "feedback" else ""

    def _options(self) -> Iterator[Option]:
        for at, part in enumerate(self.parts):
            if part.kind not in ("one", "many"):
                continue
            after = self.parts[at + 1] if at + 1 < len(self.parts) else None
            said = self._md(after) if after and after.kind == "feedback" else ""
            render = render_block if "\n\n" in part.text else render_inline
            yield Option(self.intake.lines(render(part.text)), "*" in part.mark, said)

    def _numeric(self) -> Item | None:
        text = next(part.text for part in self.parts if part.kind == "number")
        if text.startswith("["):
            least, _, most = text.strip("[] ").partition(",")
            number = middle_of(least, most)
        else:
            number = number_of(_TOLERANCE.sub(":", text))
        if number is None:
            self.intake.refuse(f"`{text[:40]}` is no number with a tolerance and no range")
            return None
        return Item("", Kind.NUMERIC, number=Number(*number))

    def _md(self, part: _Part) -> str:
        return self.intake.block(render_block(part.text))
