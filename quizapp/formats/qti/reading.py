"""Reads QTI 1.2: every quiz and question bank in a package, item by item."""

import re
from collections.abc import Callable
from decimal import Decimal
from typing import Final
from xml.etree.ElementTree import Element

from quizapp.core.bank.archives import is_zip, unpacked
from quizapp.core.bank.foreign import ImportedBank, Refused, checked_size
from quizapp.core.bank.foreign_xml import elements, text_at
from quizapp.core.bank.from_html import from_text, inline_from_text
from quizapp.core.bank.inline_markdown import GAP_CLOSE, GAP_OPEN
from quizapp.core.bank.intake import Intake
from quizapp.core.bank.model import Bank, Item, Kind, Number, Option, Pair
from quizapp.core.bank.numbers import decimal_of, middle_of
from quizapp.core.bank.outgoing import choice_kind

PREFIX: Final = "$IMS-CC-FILEBASE$/"

_NO_QUIZ: Final = ("imsmanifest.xml", "assessment_meta.xml")
_UNNAMED: Final = ("Question", "")
_GAP: Final = re.compile(r"\[([^\[\]\s]{1,60})\]")


def read(data: bytes, slug: str, title: str) -> ImportedBank:
    """Return the items of a QTI package, or of one file of it."""
    files = unpacked(data) if is_zip(checked_size(data)) else {"quiz.xml": data}
    intake = Intake("qti", prefix=PREFIX)
    intake.files = _pictures(files)
    for name in sorted(files):
        if name.lower().endswith(".xml") and not name.endswith(_NO_QUIZ):
            for element in elements(files[name], "item"):
                _Item(intake, element).take()
    if not intake.count:
        raise Refused("The file has no QTI 1.2 `<item>`")
    return intake.done(Bank(slug, title))


def _pictures(files: dict[str, bytes]) -> dict[str, bytes]:
    """Return the files of a package that are no XML, also by the names that Canvas uses."""
    found = {name: data for name, data in files.items() if not name.lower().endswith(".xml")}
    return {name.removeprefix("web_resources/"): data for name, data in found.items()} | found


class _Item:
    """One `<item>`: what is asked, what is right, what is said."""

    def __init__(self, intake: Intake, element: Element) -> None:
        self.intake = intake
        self.element = element
        self.scored = [one for one in element.iter("respcondition") if _score(one) > 0]
        self.kind = _question_type(element)

    def take(self) -> None:
        """Take the item in, or say why not."""
        ident, title = self.element.get("ident", ""), self.element.get("title", "")
        name = "" if title in _UNNAMED else title
        self.intake.begin(f"item {self.intake.count + 1} ({name or ident})"[:70])
        reader = _READERS.get(self.kind)
        if reader is None:
            self.intake.refuse(f"Questions of the type `{self.kind[:40]}` are not taken in")
            return
        item = reader(self)
        if item is None:
            return
        stem = item.stem if item.cloze else self._material(self.element.find("presentation"))
        made = Item(
            ref="",
            kind=item.kind,
            title=inline_from_text(name),
            stem=stem,
            options=item.options,
            cloze=item.cloze,
            pairs=item.pairs,
            columns=item.columns,
            accepted=item.accepted,
            number=item.number,
            explanation=self._explanation(),
        )
        self.intake.add(made, ident, words=name or stem)

    def choice(self) -> Item | None:
        """Return the options, and which of them are right."""
        right = {one.text for cond in self.scored for one in _equals(cond)}
        options = tuple(
            Option(
                self._material(label, self.intake.lines),
                label.get("ident") in right,
                self._feedback(f"{label.get('ident')}_fb"),
            )
            for label in self.element.iter("response_label")
        )
        kind = choice_kind(options)
        if kind is Kind.SINGLE and self.kind == "multiple_answers_question":
            self.intake.change("it has one right answer, so one is asked for")
        return Item("", kind, options=options)

    def typed(self) -> Item | None:
        """Return the words that count as right."""
        accepted = (one.text or "" for cond in self.scored for one in _equals(cond))
        texts = tuple(inline_from_text(one) for one in accepted)
        return Item("", Kind.TYPED, accepted=texts)

    def numeric(self) -> Item | None:
        """Return the first number or range that counts as right."""
        numbers = [one for one in map(_number, self.scored) if one]
        if not numbers:
            self.intake.refuse("It has no number that counts as right")
            return None
        if len(numbers) > 1:
            self.intake.lose("numbers after the first")
        return Item("", Kind.NUMERIC, number=Number(*numbers[0]))

    def match(self) -> Item | None:
        """Return the rows, and then the answers that belong to none."""
        right = {one.get("respident"): one.text for cond in self.scored for one in _equals(cond)}
        rows = self.element.findall("presentation/response_lid")
        texts: dict[str, str] = {}
        for label in (label for row in rows for label in row.iter("response_label")):
            name = label.get("ident", "")
            texts.setdefault(name, self._material(label, self.intake.line))
        pairs = [
            Pair(
                self._material(row, self.intake.line),
                texts.get(right.get(row.get("ident")) or "", ""),
            )
            for row in rows
        ]
        used = {pair.right for pair in pairs}
        more = [Pair("", one) for one in texts.values() if one not in used]
        return Item("", Kind.MATCH, pairs=(*pairs, *more), columns=("Prompt", "Answer"))

    def gaps(self) -> Item | None:
        """Return a text whose blanks are filled by their first right word."""
        right: dict[str, str] = {}
        rows = self.element.findall("presentation/response_lid")
        keys = {one.text for cond in self.scored for one in _equals(cond)}
        for row in rows:
            name = row.get("ident", "").removeprefix("response_")
            labels = [one for one in row.iter("response_label") if one.get("ident") in keys]
            if labels:
                right[name] = _html_of(labels[0])
            if len(list(row.iter("response_label"))) > 1:
                self.intake.lose("other words of a blank")
        presentation = self.element.find("presentation")
        html = _html_of(presentation) if presentation is not None else ""
        marked = _GAP.sub(
            lambda found: (
                f"{GAP_OPEN}{right[found[1]]}{GAP_CLOSE}" if found[1] in right else found[0]
            ),
            html,
        )
        stem, cloze = self.intake.cloze_parts(marked)
        return Item("", Kind.CLOZE, stem=stem, cloze=cloze)

    def _explanation(self) -> str:
        for name in ("correct_fb", "general_incorrect_fb"):
            if self._feedback(name):
                self.intake.lose("what is said to all right or all wrong answers")
        return self._feedback("general_fb")

    def _feedback(self, name: str) -> str:
        for one in self.element.iter("itemfeedback"):
            if one.get("ident") == name:
                return self._material(one)
        return ""

    def _material(self, element: Element | None, html: Callable[[str], str] | None = None) -> str:
        """Return the text of the first material in an element, in Markdown."""
        if element is None:
            return ""
        html = html or self.intake.block
        found = _mattext(element)
        if found is not None and found.get("texttype") == "text/plain":
            plain = from_text if html == self.intake.block else inline_from_text
            return plain((found.text or "").strip())
        return html(_html_of(element))


def _mattext(element: Element) -> Element | None:
    found = element.find("material/mattext")
    return element.find("flow_mat/material/mattext") if found is None else found


def _html_of(element: Element) -> str:
    found = _mattext(element)
    return "" if found is None else (found.text or "").strip()


def _question_type(element: Element) -> str:
    for one in element.iter("qtimetadatafield"):
        if text_at(one, "fieldlabel") == "question_type":
            return text_at(one, "fieldentry")
    choices = element.findall("presentation/response_lid")
    if len(choices) > 1:
        return "matching_question"
    if choices:
        return "multiple_answers_question" if choices[0].get("rcardinality") == "Multiple" else ""
    is_number = any(True for _ in element.iter("vargte"))
    return "numerical_question" if is_number else "short_answer_question"


def _score(condition: Element) -> float:
    try:
        return float(text_at(condition, "setvar") or 0)
    except ValueError:
        return 0


def _equals(condition: Element) -> list[Element]:
    """Return the tests for an answer that are not turned around."""
    turned = {id(one) for no in condition.iter("not") for one in no.iter("varequal")}
    return [one for one in condition.iter("varequal") if id(one) not in turned]


def _number(condition: Element) -> tuple[str, str] | None:
    least, most = (
        next((decimal_of(one.text or "") for one in condition.iter(tag)), None)
        for tag in ("vargte", "varlte")
    )
    exact = next((decimal_of(one.text or "") for one in condition.iter("varequal")), None)
    if exact is not None:
        margin = max(
            (abs(end - exact) for end in (least, most) if end is not None), default=Decimal()
        )
        return f"{exact:f}", f"{margin:f}"
    return None if least is None or most is None else middle_of(f"{least:f}", f"{most:f}")


_READERS: Final[dict[str, Callable[[_Item], Item | None]]] = {
    "": _Item.choice,
    "multiple_choice_question": _Item.choice,
    "true_false_question": _Item.choice,
    "multiple_answers_question": _Item.choice,
    "short_answer_question": _Item.typed,
    "numerical_question": _Item.numeric,
    "matching_question": _Item.match,
    "fill_in_multiple_blanks_question": _Item.gaps,
    "multiple_dropdowns_question": _Item.gaps,
}
