"""The exam file: each value with source, day and status; and banks that do not fit it."""

import json
from typing import Final, NamedTuple

import pytest

from quizapp.config import ROOT
from quizapp.core.bank.codes import CODES
from quizapp.core.bank.parser import parse_bank
from quizapp.core.exams.model import FactStatus, from_json
from quizapp.core.exams.model import as_json as outline_json
from quizapp.core.exams.outline import FACTS, parse_outline, topic_sections, unknown_places
from tests.factories import BANK

SHIPPED: Final = (ROOT / "content" / "exams" / "crcc-crc.yaml").read_text(encoding="utf-8")
READ: Final = "source: a guide, seen: 2026-11-24, status: official"
NOT_READ: Final = "{value: null, source: nowhere, seen: unknown, status: unknown}"
NUMBERS: Final = {"questions": 100, "minutes": 120, "scored": 90, "unscored": 10, "options": 4}
FILE: Final = "\n".join(
    [
        "exam: demo",
        "title: A demo exam",
        "body: A board",
        "note: Ask the board.",
        "facts:",  # line 5
        *(f"  {key}: {{value: {NUMBERS.get(key, 'as it is')}, {READ}}}" for key in FACTS),
        "sections:",  # line 16
        f"  - {{slug: R, title: Law, {READ}, questions: {NOT_READ}, locks: {NOT_READ}}}",
        f"  - {{slug: C, title: Talk, {READ}, questions: {NOT_READ}, locks: {NOT_READ}}}",
        "topics:",  # line 19
        f"  - {{slug: one, title: One, {READ}, weight: {NOT_READ}, sections: {NOT_READ}}}",
        "  - slug: two",  # line 21
        "    title: Two",
        "    source: a guide",
        "    seen: unknown",
        "    status: third-party",
        f"    weight: {{value: 40.5, {READ}, note: Rounded.}}",
        f"    sections: {{value: [R, C], {READ}}}",
        "ours:",  # line 28
        "  - {material: All of it, topics: [one, two], sections: C}",
        "",
    ]
)
TYPED: Final = "  options: {value: 4, "


class Fault(NamedTuple):
    code: str
    old: str
    new: str
    line: int
    words: str


FAULTS: Final = [
    Fault("B080", "exam: demo", "exams: demo", 1, "begin with `exam: …`"),
    Fault("B012", "title: A demo exam", "title: A demo: exam", 2, "double quotes"),
    Fault("B013", "title: A demo exam", "title: A\ntitle: B", 3, "line 2"),
    Fault("B081", "body: A board\n", "", 1, "`body`"),
    Fault("B081", "body: A board", "body: A board\nboddy: two", 4, "did you mean `body`?"),
    Fault("B081", "body: A board", "body: [a, b]", 3, "`body` must be a text"),
    Fault("B081", "exam: demo", "exam: A demo", 1, "letters, digits"),
    Fault("B081", "exam: demo", f"exam: {'a' * 81}", 1, "80 at most"),
    Fault("B081", "title: A demo exam", f"title: {'a' * 201}", 2, "too long"),
    Fault("B081", "body: A board", f"body: {'a' * 1001}", 3, "too long"),
    Fault("B081", "body: A board", 'body: "A\\0"', 3, "cannot be shown"),
    Fault("B081", "value: 40.5", 'value: "40\\uD800"', 26, "cannot be shown"),
    Fault("B081", f"{TYPED}{READ}}}\n", "", 6, "`options`"),
    Fault("B081", f"{TYPED}{READ}", "  options: {values: 4, value: 4, " + READ, 10, "`value`"),
    Fault("B081", f"{TYPED}{READ}}}", "  options: 4", 10, "`key: value`"),
    Fault("B081", "ours:\n  - ", "ours:\n  ", 29, "must be a list"),
    Fault("B081", "    title: Two\n", "", 21, "`title`"),
    Fault(
        "B081", f"weight: {NOT_READ}", "weight: " + NOT_READ.replace("null", "{a: b}"), 20, "texts"
    ),
    Fault("B081", "topics: [one, two]", "topics: {one: two}", 29, "list of texts"),
    Fault("B082", f"{TYPED}{READ}", f"{TYPED}seen: unknown, status: unknown", 10, "`source`"),
    Fault("B082", f"{TYPED}{READ}", f"{TYPED}source: a, status: unknown", 10, "`seen`"),
    Fault("B082", f"{TYPED}{READ}", f"{TYPED}source: a, seen: unknown", 10, "`status`"),
    Fault("B082", "    source: a guide\n", "", 21, "`source`"),
    Fault(
        "B082", f"{TYPED}source: a guide, seen: 2026-1", f"{TYPED}source: a, seen: 1", 10, "1-24"
    ),
    Fault("B082", "status: third-party", "status: third-praty", 25, "`third-party`"),
    Fault("B083", TYPED, "  options: {value: four, ", 10, "whole number"),
    Fault("B083", TYPED, "  options: {value: 0, ", 10, "whole number"),
    Fault("B083", TYPED, f"  options: {{value: {'9' * 500}, ", 10, "whole number"),
    Fault("B083", TYPED, "  options: {value: null, ", 10, "no value"),
    Fault("B083", "value: 90,", "value: 80,", 5, "are not 100 questions"),
    Fault("B083", "value: 40.5", "value: 140.5", 26, "from 0 to 100"),
    Fault("B083", f"weight: {NOT_READ}", f"weight: {{value: 50, {READ}}}", 19, "90.5 percent"),
    Fault("B084", "slug: two", "slug: one", 21, "line 20"),
    Fault("B084", "slug: R", "slug: C", 18, "line 17"),
    Fault("B084", "value: [R, C]", "value: [R, X]", 21, "`X`"),
    Fault("B084", "topics: [one, two]", "topics: [one, twoo]", 29, "did you mean `two`?"),
]


def test_the_plain_file_is_read() -> None:
    outline, problems = parse_outline(FILE)
    assert problems == ()
    assert outline
    assert outline.facts["minutes"].value == "120"
    assert outline.facts["minutes"].seen == "2026-11-24"
    one, two = outline.topics
    assert (one.weight.value, one.weight.status, one.weight.seen) == (None, FactStatus.UNKNOWN, "")
    assert (two.weight.value, two.weight.note) == ("40.5", "Rounded.")
    assert (topic_sections(one), topic_sections(two)) == ((), ("R", "C"))
    assert outline.ours[0].sections == ("C",)
    assert from_json(json.loads(json.dumps(outline_json(outline)))) == outline


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: f"{fault.code}-{fault.words}")
def test_fault_is_found(fault: Fault) -> None:
    assert FILE.count(fault.old) >= 1, fault.old
    outline, problems = parse_outline(FILE.replace(fault.old, fault.new, 1))
    if fault.code != "B084":  # one wrong slug can be wrong in two places
        assert len(problems) == 1, problems
    assert outline is None
    assert (problems[0].code, problems[0].line) == (fault.code, fault.line)
    assert fault.words in f"{problems[0].message} {problems[0].hint}"
    assert problems[0].hint


def test_all_problems_come_at_once() -> None:
    text = FILE.replace("status: third-party", "status: sure").replace("value: 4,", "value: four,")
    _, problems = parse_outline(text)
    assert [problem.code for problem in problems] == ["B083", "B082"]


def test_the_shipped_file_is_clean_and_says_of_every_value_where_it_is_from() -> None:
    outline, problems = parse_outline(SHIPPED)
    assert [problem.render("crcc-crc.yaml") for problem in problems] == []
    assert outline
    assert len(outline.topics) == 12
    assert [section.slug for section in outline.sections] == ["R", "C"]
    parts = [section.questions for section in outline.sections]
    parts += [part for topic in outline.topics for part in (topic.title, topic.weight)]
    assert all(part.source for part in [*parts, *outline.facts.values()])
    # No weight is official: the page that prints them was not seen whole.
    assert FactStatus.OFFICIAL not in {topic.weight.status for topic in outline.topics}


@pytest.mark.parametrize(
    ("old", "new", "code", "line", "words"),
    [
        ("exam: crcc-crc", "exam: crcc-crk", "B085", 1, "did you mean `crcc-crc`?"),
        ("counseling-theories", "counseling-theory", "B086", 14, "`counseling-theory`"),
        ("topic: counseling-theories", "topic: asessment", "B086", 14, "did you mean `assessment`"),
    ],
)
def test_a_bank_that_does_not_fit(old: str, new: str, code: str, line: int, words: str) -> None:
    outline, _ = parse_outline(SHIPPED)
    bank = parse_bank(BANK.replace(old, new)).bank
    assert outline
    assert bank
    (problem,) = unknown_places(bank, {outline.slug: outline})
    assert (problem.code, problem.line) == (code, line)
    assert words in f"{problem.message} {problem.hint}"


def test_a_bank_whose_section_the_exam_does_not_have() -> None:
    outline, _ = parse_outline(SHIPPED.replace("slug: R", "slug: X").replace("R]", "X]"))
    bank = parse_bank(BANK.replace("* Facts: K057", "* Section: R, C")).bank
    outline_of_one, _ = parse_outline(SHIPPED)
    assert bank
    assert outline
    assert outline_of_one
    assert unknown_places(bank, {outline_of_one.slug: outline_of_one}) == ()
    (problem,) = unknown_places(bank, {outline.slug: outline})
    assert (problem.code, problem.line) == ("B087", 14)


def test_every_code_is_planted() -> None:
    planted = {fault.code for fault in FAULTS} | {"B085", "B086", "B087"}
    assert {code for code in CODES if code.startswith("B08")} <= planted
