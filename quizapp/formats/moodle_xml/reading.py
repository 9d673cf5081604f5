"""Reads Moodle XML, question by question."""

import base64
import binascii
import re
from collections.abc import Callable
from typing import Final
from xml.etree.ElementTree import Element

from quizapp.core.bank.foreign import ImportedBank, Refused
from quizapp.core.bank.foreign_xml import elements, text_at
from quizapp.core.bank.from_html import from_text, inline_from_text
from quizapp.core.bank.html import render_block
from quizapp.core.bank.intake import Intake
from quizapp.core.bank.model import Bank, Item, Kind, Number, Option, Pair, Step
from quizapp.core.bank.numbers import number_of
from quizapp.core.bank.outgoing import choice_kind, true_false
from quizapp.formats.moodle_xml.gaps import marked_gaps

PREFIX: Final = "@@PLUGINFILE@@/"
_TOP: Final = re.compile(r"\A(?:\$\w+\$/?)?(?:top/?)?")
# Moodle writes its own number of a question in a comment before it.
_NUMBERED: Final = re.compile(r"question: (\d+)\Z")
_WILDCARD: Final = re.compile(r"(?<!\\)\*")
# What Moodle puts in by itself says nothing.
_USUAL: Final = re.compile(r"Your answer is (?:in|partially )?correct\.?")
_COMBINED: Final = ("correctfeedback", "partiallycorrectfeedback", "incorrectfeedback")


def read(data: bytes, slug: str, title: str) -> ImportedBank:
    """Return the questions of a Moodle quiz file, with the pictures in it."""
    intake = Intake("moodle", prefix=PREFIX)
    category = ""
    for at, question in enumerate(elements(data, "question"), 1):
        kind = question.get("type", "")
        if kind == "category":
            path = _TOP.sub("", text_at(question, "category/text"))
            category = path.replace("//", "\ue120").replace("/", " / ").replace("\ue120", "/")
            continue
        name = text_at(question, "name/text")
        intake.begin(f"question {at} ({name[:40]})" if name else f"question {at}")
        reader = _READERS.get(kind)
        if reader is None:
            intake.refuse(f"Questions of the type `{kind[:30]}` are not taken in")
            continue
        intake.files = _files(question)
        item = reader(intake, question)
        if item is not None:
            _add(intake, question, item, name, category)
    if not intake.count:
        raise Refused("The file has no `<question>`")
    return intake.done(Bank(slug, title))


def _add(intake: Intake, question: Element, item: Item, name: str, category: str) -> None:
    hints = [_rich(intake, one, intake.hint) for one in question.findall("hint")]
    if len(hints) > 1:
        intake.lose("hints after the first")
    combined = (text_at(question, f"{tag}/text") for tag in _COMBINED)
    if any(text and not _USUAL.search(text) for text in combined):
        intake.lose("what is said to all right or all wrong answers")
    tags = [text_at(one, "text") for one in question.findall("tags/tag")]
    made = Item(
        ref="",
        kind=item.kind,
        title=inline_from_text(name),
        stem=item.stem or _rich(intake, question.find("questiontext")) * (not item.cloze),
        options=item.options,
        cloze=item.cloze,
        steps=item.steps,
        pairs=item.pairs,
        columns=item.columns,
        accepted=item.accepted,
        number=item.number,
        explanation=_rich(intake, question.find("generalfeedback")),
        hint="".join(hints[:1]),
        tags=intake.tags(tags),
        part_title=inline_from_text(category),
    )
    numbered = _NUMBERED.match(question.get("comment", ""))
    idnumber = text_at(question, "idnumber")
    if idnumber or not numbered:
        intake.add(made, idnumber, words=name)
    else:
        intake.add(made, numbered[1], words=name, is_readable=False)


def _files(question: Element) -> dict[str, bytes]:
    files: dict[str, bytes] = {}
    for file in question.iter("file"):
        name = f"{file.get('path', '/').strip('/')}/{file.get('name', '')}".lstrip("/")
        try:
            files[name] = base64.b64decode(file.text or "")
        except (ValueError, binascii.Error):
            continue  # a picture that is not there has its own note
    return files


def _rich(intake: Intake, element: Element | None, html: Callable[[str], str] | None = None) -> str:
    """Return the text of an element in Markdown, by the format it says it has."""
    if element is None:
        return ""
    text, how = text_at(element, "text"), element.get("format", "html")
    html = html or intake.block
    if how == "plain_text":
        return (from_text if html == intake.block else inline_from_text)(text)
    if how == "markdown":
        return html(render_block(text))
    if how == "moodle_auto_format":
        text = text.replace("\n", "<br>")
    return html(text)


def _fraction(answer: Element) -> float:
    try:
        return float(answer.get("fraction", "0"))
    except ValueError:
        return 0


def _choice(intake: Intake, question: Element) -> Item:
    answers = question.findall("answer")
    is_single = text_at(question, "single") not in ("false", "0")
    least = 99.9 if is_single else 0.001
    if is_single and any(0 < _fraction(one) < least for one in answers):
        intake.change("answers that were worth a part are wrong now")
    shares = {round(_fraction(one), 2) for one in answers if _fraction(one) > 0}
    if not is_single and len(shares) > 1:
        intake.change("right answers of different weight are worth the same now")
    options = tuple(
        Option(
            _rich(intake, one, intake.lines),
            _fraction(one) >= least,
            _rich(intake, one.find("feedback")),
        )
        for one in answers
    )
    kind = choice_kind(options)
    if not is_single and kind is Kind.SINGLE:
        intake.change("it has one right answer, so one is asked for")
    return Item("", kind, options=options)


def _true_false(intake: Intake, question: Element) -> Item:
    said = {text_at(one, "text").casefold(): one for one in question.findall("answer")}
    true, false = said.get("true"), said.get("false")
    options = true_false(
        is_true=true is not None and _fraction(true) > 0,
        if_true=_rich(intake, true.find("feedback")) if true is not None else "",
        if_false=_rich(intake, false.find("feedback")) if false is not None else "",
    )
    return Item("", Kind.TRUE_FALSE, options=options)


def _typed(intake: Intake, question: Element) -> Item:
    answers = question.findall("answer")
    whole = [text_at(one, "text") for one in answers if _fraction(one) >= 100]  # noqa: PLR2004
    if len(whole) < len(answers):
        intake.lose("answers that are worth a part, or are there to be told something")
    plain = [text for text in whole if not _WILDCARD.search(text)]
    if len(plain) < len(whole):
        intake.lose("answers with `*` for any letters")
    if text_at(question, "usecase") == "1":
        intake.change("capital letters do not count")
    _lose_feedback(intake, question)
    accepted = tuple(inline_from_text(one.replace("\\*", "*")) for one in plain)
    return Item("", Kind.TYPED, accepted=accepted)


def _lose_feedback(intake: Intake, question: Element) -> None:
    if any(text_at(one, "feedback/text") for one in question.findall("answer")):
        intake.lose("what is said to one of several accepted answers")


def _numeric(intake: Intake, question: Element) -> Item | None:
    answers = [one for one in question.findall("answer") if _fraction(one) > 0]
    best = max(answers, key=_fraction, default=None)
    number = None
    if best is not None:
        number = number_of(f"{text_at(best, 'text')}:{text_at(best, 'tolerance') or '0'}")
    if number is None:
        intake.refuse("It has no number that counts as right")
        return None
    if len(answers) > 1:
        intake.lose("numbers after the best one")
    if question.find("units/unit") is not None:
        intake.lose("units")
    _lose_feedback(intake, question)
    return Item("", Kind.NUMERIC, number=Number(*number))


def _match(intake: Intake, question: Element) -> Item:
    pairs = tuple(
        Pair(_rich(intake, one, intake.line), inline_from_text(text_at(one, "answer/text")))
        for one in question.findall("subquestion")
    )
    return Item("", Kind.MATCH, pairs=pairs, columns=("Prompt", "Answer"))


def _order(intake: Intake, question: Element) -> Item:
    steps = tuple(Step(_rich(intake, one, intake.lines)) for one in question.findall("answer"))
    return Item("", Kind.ORDER, steps=steps)


def _cloze(intake: Intake, question: Element) -> Item | None:
    html, lost = marked_gaps(text_at(question, "questiontext/text"))
    for message in lost:
        intake.lose(message)
    stem, cloze = intake.cloze_parts(html)
    return Item("", Kind.CLOZE, stem=stem, cloze=cloze)


_READERS: Final[dict[str, Callable[[Intake, Element], Item | None]]] = {
    "multichoice": _choice,
    "truefalse": _true_false,
    "shortanswer": _typed,
    "numerical": _numeric,
    "matching": _match,
    "ordering": _order,
    "cloze": _cloze,
    "multianswer": _cloze,
}
