"""Reads an exam file, and compares a bank with it. What is not known stays unknown."""

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Final, TypeVar

from quizapp.core.bank.characters import normalize
from quizapp.core.bank.distance import nearest
from quizapp.core.bank.header import Value, read_yaml
from quizapp.core.bank.model import Bank
from quizapp.core.bank.problems import Problem
from quizapp.core.exams.model import Fact, Outline, Placement, Section, Topic
from quizapp.core.exams.reading import PROVENANCE, Check, FactReader, anything

Named = TypeVar("Named", Section, Topic)
Lines = dict[int, int]  # id of a section, topic or placement → its line

MOST_PERCENT: Final = 100
_COUNT: Final = re.compile(r"[1-9][0-9]{0,4}\Z")
LONGEST_TITLE: Final = 200
ROUNDING: Final = 1  # percent by which rounded weights may miss their sum


def _count(text: str) -> str:
    return "" if _COUNT.match(text) else "a whole number from 1 to 99999"


def _percent(text: str) -> str:
    try:
        fits = 0 <= Decimal(text) <= MOST_PERCENT
    except InvalidOperation:
        fits = False
    return "" if fits else f"a number from 0 to {MOST_PERCENT}"


def _yes_or_no(text: str) -> str:
    return "" if text in ("yes", "no") else "`yes` or `no`"


FACTS: Final[Mapping[str, Check]] = {
    "questions": _count,
    "minutes": _count,
    "scored": _count,
    "unscored": _count,
    "options": _count,
    "layout": anything,
    "passing": anything,
    "result": anything,
    "basis": anything,
    "weights": anything,
}
_TOP: Final = ("exam", "title", "body", "note", "facts", "sections", "topics")
_SECTION: Final = ("slug", "title", "questions", "locks", *PROVENANCE)
_TOPIC: Final = ("slug", "title", "weight", "sections", *PROVENANCE)
_OURS: Final = ("material", "topics", "sections")


def parse_outline(text: str) -> tuple[Outline | None, tuple[Problem, ...]]:
    """Return what an exam file says and all its problems; with a problem there is no outline."""
    reader = FactReader()
    value = read_yaml(normalize(text), 1, reader.report)
    if value and "exam" not in (value.entries or {}):
        hint = "begin with `exam: …`, the name that banks use"
        reader.fault(value, "B080", "This is no exam file", hint)
    elif value:
        outline = _outline(value, reader)
        if not reader.problems:
            return outline, ()
    return None, tuple(sorted(reader.problems))


def unknown_places(bank: Bank, outlines: Mapping[str, Outline]) -> tuple[Problem, ...]:
    """Return a problem for the exam, and each topic and section, that no exam file has.

    A value that many items share is named once, in the line of the first.
    """
    if not bank.exam or not bank.items:
        return ()
    outline = outlines.get(bank.exam)
    if outline is None:
        hint = _hint(bank.exam, outlines, "add an exam file for it")
        return (Problem(1, 1, "B085", f"The exam `{bank.exam}` is unknown", hint),)
    topics = [topic.slug for topic in outline.topics]
    sections = [section.slug for section in outline.sections]
    found: dict[tuple[str, str], Problem] = {}
    for item in bank.items:
        used = [("B086", "topic", item.topic, topics)] if item.topic else []
        used += [("B087", "section", one, sections) for one in parts_of(item.section)]
        for code, word, slug, known in used:
            if slug not in known and (code, slug) not in found:
                hint = _hint(slug, known, f"known: {', '.join(known)}")
                message = f"The {word} `{slug}` is not one of the exam `{bank.exam}`"
                found[code, slug] = Problem(item.line, 1, code, message, hint)
    return tuple(sorted(found.values()))


def _outline(value: Value, reader: FactReader) -> Outline:
    given = reader.entries(value, _TOP, "ours")
    facts = reader.entries(given["facts"], FACTS) if "facts" in given else {}
    lines: Lines = {}
    title = reader.text("title", given)
    if len(title) > LONGEST_TITLE:
        hint = f"keep it under {LONGEST_TITLE} letters"
        reader.fault(given["title"], "B081", "The title is too long", hint)
    outline = Outline(
        reader.slug("exam", given),
        title,
        reader.text("body", given),
        reader.text("note", given),
        {key: reader.part(key, facts, FACTS[key]) for key in facts},
        tuple(_section(one, reader, lines) for one in reader.list_of("sections", given)),
        tuple(_topic(one, reader, lines) for one in reader.list_of("topics", given)),
        tuple(_placement(one, reader, lines) for one in reader.list_of("ours", given)),
    )
    _check_twice("section", outline.sections, lines, reader)
    _check_twice("topic", outline.topics, lines, reader)
    _check_places(outline, lines, reader)
    _check_sums(outline, value.key_lines, reader)
    return outline


def _section(value: Value, reader: FactReader, lines: Lines) -> Section:
    given = reader.entries(value, _SECTION, "note")
    section = Section(
        reader.slug("slug", given),
        reader.provenance(given, reader.text("title", given)),
        reader.part("questions", given, _count),
        reader.part("locks", given, _yes_or_no),
    )
    lines[id(section)] = value.line
    return section


def _topic(value: Value, reader: FactReader, lines: Lines) -> Topic:
    given = reader.entries(value, _TOPIC, "note")
    topic = Topic(
        reader.slug("slug", given),
        reader.provenance(given, reader.text("title", given)),
        reader.part("weight", given, _percent),
        reader.part("sections", given),
    )
    lines[id(topic)] = value.line
    return topic


def _placement(value: Value, reader: FactReader, lines: Lines) -> Placement:
    given = reader.entries(value, _OURS)
    placement = Placement(
        reader.text("material", given),
        reader.words("topics", given),
        reader.words("sections", given),
    )
    lines[id(placement)] = value.line
    return placement


def _check_twice(word: str, named: Iterable[Named], lines: Lines, reader: FactReader) -> None:
    first: dict[str, int] = {}
    for one in named:
        line = lines[id(one)]
        if one.slug in first:
            message = f"The {word} `{one.slug}` is already in line {first[one.slug]}"
            reader.report(line, 1, "B084", message, "give it another slug")
        first.setdefault(one.slug, line)


def _check_places(outline: Outline, lines: Lines, reader: FactReader) -> None:
    """Report topics and sections that the file speaks of but does not have."""
    topics = [topic.slug for topic in outline.topics]
    sections = [section.slug for section in outline.sections]
    used = [(topic, one, sections) for topic in outline.topics for one in topic_sections(topic)]
    used_by_us = [
        (place, one, known)
        for place in outline.ours
        for ones, known in ((place.topics, topics), (place.sections, sections))
        for one in ones
    ]
    for owner, slug, known in [*used, *used_by_us]:
        if slug not in known:
            hint = _hint(slug, known, f"known: {', '.join(known)}")
            message = f"`{slug}` is no topic or section of this file"
            reader.report(lines[id(owner)], 1, "B084", message, hint)


def _check_sums(outline: Outline, key_lines: Mapping[str, int], reader: FactReader) -> None:
    """Compare a whole with its parts, as far as all of them are known."""
    if reader.problems:
        return
    facts = outline.facts
    counts = [_number(facts[key]) for key in ("questions", "scored", "unscored")]
    if None not in counts and counts[0] != sum(one or 0 for one in counts[1:]):
        message = f"{counts[1]} scored and {counts[2]} unscored are not {counts[0]} questions"
        hint = "correct one, or write `null`"
        reader.report(key_lines["facts"], 1, "B083", message, hint)
    weights = [_number(topic.weight) for topic in outline.topics]
    known = sum((one for one in weights if one is not None), Decimal(0))
    lowest = 0 if None in weights else MOST_PERCENT - ROUNDING
    if weights and not lowest <= known <= MOST_PERCENT + ROUNDING:
        message = f"The weights come to {known} percent"
        hint = "write `null` for what is not known"
        reader.report(key_lines["topics"], 1, "B083", message, hint)


def topic_sections(topic: Topic) -> tuple[str, ...]:
    """Return the sections that a topic is asked in; none when that is not known."""
    return parts_of(topic.sections.value or "")


def parts_of(text: str) -> tuple[str, ...]:
    """Return the words of a text with commas: `R, C` is R and C."""
    return tuple(part.strip() for part in text.split(",") if part.strip())


def _number(fact: Fact) -> Decimal | None:
    return Decimal(fact.value) if fact.value is not None else None


def _hint(slug: str, known: Iterable[str], otherwise: str) -> str:
    guess = nearest(slug, known)
    return f"did you mean `{guess}`?" if guess else otherwise
