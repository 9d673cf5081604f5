"""One planted fault for each code: found on its line, with a hint, and alone."""

from typing import Final

import pytest

from quizapp.core.bank.codes import CODES
from quizapp.core.bank.parser import ParsedBank, parse_bank
from quizapp.core.bank.problems import Problem, ProblemLevel
from tests.core.bank.planted import HEADER, ITEM, KIND_FAULTS, MATCH, ORDER, TYPED, Fault

WARNINGS: Final = {"B048", "B097", "B098", "B099"}
FAULTS: Final = [
    Fault("B001", HEADER + "x" * 2_000_001, 1, "2 MB"),
    Fault("B002", HEADER + ITEM + "\nWhy\x00 so.\n", 11, "U+0000"),
    Fault("B002", HEADER + ITEM + "\nWhy\u2028 so.\n", 11, "U+2028"),
    Fault("B003", HEADER + ITEM + "\n" + "> " * 11 + "deep\n", 11, "10"),
    Fault("B004", HEADER + ITEM + "\n" + "word " * 4001 + "\n", 11, "20 KB"),
    Fault(
        "B004", HEADER + ITEM + ("\n" + "word " * 2000) * 1 + "\n\n" + "word " * 2002, 5, "20 KB"
    ),
    Fault("B004", HEADER + ITEM + ("  > " + "word " * 2000 + "\n  >\n") * 3, 9, "20 KB"),
    Fault("B005", HEADER + ITEM + "\n" + "[" * 5000 + "\n", 11, "brackets"),
    Fault("B005", HEADER + ITEM + "\n" + "[a](<" * 101 + "\n", 11, "links"),
    Fault("B010", "\n" + ITEM, 1, "begin with a line `---`"),
    Fault("B011", "---\nbank: demo\ntitle: Demo\n" + ITEM, 1, "after the last key"),
    Fault("B012", "---\nbank: demo\ntitle: A: B\n---\n" + ITEM, 3, "double quotes"),
    Fault("B012", "---\nbank: demo\ntitle: &a x\n---\n" + ITEM, 3, "alias"),
    Fault("B012", "---\nbank: demo\ntitle: !!int x\n---\n" + ITEM, 3, "tag"),
    Fault("B013", "---\nbank: demo\ntitle: A\ntitle: B\n---\n" + ITEM, 4, "line 3"),
    Fault("B014", "---\nbank: demo\ntitle: A\nlicence: B\n---\n" + ITEM, 4, "`license`"),
    Fault("B014", "---\nbank: demo\ntitle: A\ndefaults: {was: B}\n---\n" + ITEM, 4, "`was`"),
    Fault("B015", "---\nbank: demo\n---\n" + ITEM, 1, "`title: …`"),
    Fault("B016", "---\nbank: My Demo\ntitle: A\n---\n" + ITEM, 2, "small letters"),
    Fault("B016", "---\nbank: demo\ntitle: [A]\n---\n" + ITEM, 3, "text"),
    Fault("B016", "---\nbank: demo\ntitle: A\nsources: x\n---\n" + ITEM, 4, "`sources`"),
    Fault("B016", "---\nbank: demo\ntitle: A\nsources: {a: [b]}\n---\n" + ITEM, 4, "`a`"),
    Fault("B016", "---\nbank: demo\ntitle: A\ndefaults: {hint: <b>}\n---\n" + ITEM, 4, "`hint`"),
    Fault("B016", "---\nbank: demo\ntitle: A\nauthors: {a: b}\n---\n" + ITEM, 4, "`authors"),
    Fault("B017", f"---\nbank: demo\ntitle: {'[' * 9}{']' * 9}\n---\n" + ITEM, 3, "8 deep"),
    Fault("B017", f"---\nbank: demo\ntitle: {'x' * 65536}\n---\n" + ITEM, 2, "64 KB"),
    Fault("B020", HEADER + "### Deep\n" + ITEM, 5, "`##`"),
    Fault("B020", HEADER + ITEM + "\n> # Inside\n", 11, "margin"),
    Fault("B021", HEADER + ITEM.replace("[d-1] ", ""), 5, "[one]"),
    Fault("B022", HEADER + ITEM.replace("d-1", "D 1"), 5, "`D 1`"),
    Fault("B022", HEADER + ITEM.replace("[d-1]", "[]"), 5, "not whole"),
    Fault("B022", HEADER + ITEM.replace("[d-1]", "[d-1"), 5, "not whole"),
    Fault("B023", HEADER + ITEM + "\n" + ITEM.replace("One", "Two"), 11, "line 5"),
    Fault("B023", HEADER + "# Case [d-1] A\nText.\n\n" + ITEM, 8, "line 5"),
    Fault("B024", HEADER + "# Case Ms. R.\nText.\n\n" + ITEM, 5, "[ms-r]"),
    Fault("B025", HEADER + "# Part one\nText.\n\n" + ITEM, 6, "# Case [id]"),
    Fault("B026", HEADER + "Title\n---\n\n" + ITEM, 6, "## [id] Title"),
    Fault("B026", HEADER + "Title\n===\n\n" + ITEM, 6, "## [id] Title"),
    Fault("B027", HEADER + "[a]: https://example.org\n\n" + ITEM, 5, "[text](https://…)"),
    Fault("B028", HEADER + "# Case [c-1] A\n" + ITEM, 5, "below its heading"),
    Fault("B029", HEADER + ITEM + "\n# Case [c-1] A\nText.\n", 11, "below it"),
    Fault("B030", HEADER + ITEM.replace("[ ]", "[]"), 9, "`[ ]` or `[x]`"),
    Fault("B030", HEADER + ITEM.replace("[ ]", "[~]"), 9, "`[ ]` or `[x]`"),
    Fault("B030", HEADER + ITEM.replace("[ ] ", "[ ]"), 9, "then a space"),
    Fault("B030", HEADER + ITEM + "- [x]more\n", 10, "then a space"),
    Fault("B031", HEADER + ITEM + "\nText.\n\n- [ ] late\n", 13, "one list"),
    Fault("B031", HEADER + ITEM + "\n* [ ] other marker\n", 11, "one marker"),
    Fault("B032", HEADER + ITEM + "- no box\n", 10, "[x]"),
    Fault("B032", HEADER + ITEM + "- Level: recall\n- [ ] late\n", 11, "before the fields"),
    Fault("B032", HEADER + "- [ ] early\n\n" + ITEM, 5, "heading"),
    Fault("B033", HEADER + ITEM + "> why\n", 10, "2 spaces after `- `"),
    Fault("B033", HEADER + ITEM.replace("- [ ]", "> why\n- [ ]"), 9, "3 after `1. `"),
    Fault("B033", HEADER + ITEM.replace("- [ ]", "\n> why\n\n- [ ]"), 10, "indent"),
    Fault("B033", HEADER + ITEM + "          > why\n", 10, "2 spaces"),
    Fault("B034", HEADER + ITEM + "This explains.\n", 10, "blank line before the explanation"),
    Fault("B034", HEADER + ITEM + "  > why\nThis explains.\n", 11, "blank line"),
    Fault("B034", HEADER + ITEM + "  > why\n  and so on\n", 11, "`>`"),
    Fault("B034", HEADER + ITEM + "\n* Level: recall\nThis explains.\n", 12, "field"),
    Fault("B035", HEADER + ITEM + "* Level: recall\n", 10, "blank line after the options"),
    Fault("B035", HEADER + ITEM + "\n| a |\n|---|\n| b |\nText.\n", 14, "after the table"),
    Fault("B036", HEADER + ITEM + "\n  Second paragraph.\n", 11, "one paragraph"),
    Fault("B036", HEADER + ITEM + "  - nested\n", 10, "one paragraph"),
    Fault("B037", HEADER + ITEM + "- [ ]\n", 10, "after the box"),
    Fault("B038", HEADER + ITEM.replace("[x]", "[ ]"), 5, "`[x]`"),
    Fault("B038", HEADER + ITEM.replace("- [ ] that\n", ""), 5, "two options"),
    Fault("B038", HEADER + "## [d-1] One\nIs it?\n\n- [x] True\n- [x] False\n", 5, "both"),
    Fault("B039", HEADER + ITEM + "- [ ] THIS\n", 10, "line 8"),
    Fault("B040", HEADER + ITEM + "\n* Sorce: x\n", 11, "`Source:`"),
    Fault("B040", HEADER + ITEM + "- Levle: recall\n", 10, "`Level:`"),
    Fault("B040", HEADER + ITEM + "\n* Level: recall\n* Colour: red\n", 12, "known fields"),
    Fault("B040", HEADER + ITEM + "\n* Level: recall\n* no key\n", 12, "known fields"),
    Fault("B040", HEADER + ITEM + "\n* Level: recall · Fatcs: K1\n", 11, "`Facts:`"),
    Fault("B041", HEADER + ITEM + "\n* Level: recall\n* Level: recall\n", 12, "line 11"),
    Fault("B042", HEADER + ITEM + "\n* Level: recal\n", 11, "`recall`"),
    Fault("B042", HEADER + ITEM + "\n* Status: on\n", 11, "live, draft, retired"),
    Fault("B042", HEADER + ITEM + "\n* Section: X\n", 11, "`R, C`"),
    Fault("B042", HEADER + ITEM + "\n* Evidence: yes\n", 11, "verified"),
    Fault("B042", HEADER + ITEM + "\n* New: no\n", 11, "yes"),
    Fault("B042", HEADER + ITEM + "\n* Concept: Carl Rogers\n", 11, "hyphens"),
    Fault("B042", HEADER + ITEM + "  * Pin: first\n", 10, "last"),
    Fault("B042", "---\nbank: b\ntitle: B\ndefaults:\n  level: easy\n---\n" + ITEM, 5, "recall"),
    Fault("B043", HEADER + ITEM + "  * Level: recall\n", 10, "under the item"),
    Fault("B043", HEADER + ITEM + "\n* Pin: last\n", 11, "under an option"),
    Fault("B043", HEADER + "* Level: recall\n\n" + ITEM, 5, "item"),
    Fault("B044", HEADER + ITEM + "\n* Level: recall\n\nMore text.\n", 13, "above"),
    Fault("B045", HEADER + ITEM + "\n* Source: a\n  * nested\n", 12, "one line"),
    Fault("B045", HEADER + ITEM + "\n* Source: a\n  Level: recall\n", 12, "`* `"),
    Fault("B045", HEADER + ITEM + "  Concept: rogers\n", 10, "`* `"),
    Fault("B046", HEADER + ITEM + "\n* Source:\n", 11, "value"),
    Fault("B047", HEADER + ITEM + "\n* Was: d-1\n", 5, "in use"),
    Fault("B047", HEADER + ITEM + "\n* Siblings: d-l\n", 5, "`d-1`"),
    Fault("B048", HEADER + ITEM + "\nLevel: recall\n", 11, "list"),
    Fault("B050", HEADER + "## [d-1] One\nJust text.\n", 5, "options"),
    Fault("B050", HEADER + "## [d-1] One\n", 5, "options"),
    Fault("B051", HEADER + ITEM.replace("Which?\n\n", ""), 5, "between the heading"),
    Fault("B051", HEADER + "## [d-1] One\nQ:\n\nA: this\n", 6, "`Q:`"),
    Fault("B052", HEADER + "## [d-1] One\nQ: What?\n", 6, "`A: …`"),
    Fault("B052", HEADER + "## [d-1] One\nA: That.\n", 6, "`Q: …`"),
    Fault("B052", HEADER + "## [d-1] One\nQ: What?\n\nA:\n", 8, "`A:`"),
    Fault("B053", HEADER + "## [d-1] One\nText.\n\nQ: What?\n\nA: That.\n", 6, "begin the item"),
    Fault("B053", HEADER + "## [d-1] One\nQ: What?\n\nA: That.\n\nA: Or that.\n", 10, "twice"),
    Fault("B053", HEADER + "## [d-1] One\nC: A [gap].\n\nC: A [hole].\n", 8, "twice"),
    Fault("B054", HEADER + "## [d-1] One\nC: A [gap] and [more.\n", 6, "not closed"),
    Fault("B054", HEADER + "## [d-1] One\nC: A [gap [in] a gap].\n", 6, "inside a gap"),
    Fault("B054", HEADER + "## [d-1] One\nC: A [gap] and [ ].\n", 6, "empty"),
    Fault("B054", HEADER + "## [d-1] One\nC: A [gap]\nand more].\n", 7, "closes no gap"),
    Fault("B055", HEADER + "## [d-1] One\nC: Bordin joins \\[goals\\].\n", 6, "[word]"),
    Fault("B056", HEADER + "Only an introduction.\n", 1, "## [id] Title"),
    Fault("B057", HEADER + ITEM + "".join(f"- [ ] no {n}\n" for n in range(25)), 5, "27 parts"),
    Fault("B057", HEADER + "## [d-1] One\nC: " + "".join(f"[{n}] " for n in range(27)), 5, "gaps"),
    Fault("B060", HEADER + ITEM + "\nA <b>bold</b> word.\n", 11, "Markdown"),
    Fault("B060", HEADER + ITEM + "\n<div>\nA word.\n</div>\n", 11, "Markdown"),
    Fault("B061", HEADER + "<!-- no end\n\n" + ITEM, 5, "`-->`"),
    Fault("B062", HEADER + ITEM + "\nA word <!-- aside --> more.\n", 11, "lines of its own"),
    Fault("B062", HEADER + ITEM + "\n<!-- aside --> A word.\n", 11, "lines of its own"),
    Fault("B063", HEADER + ITEM + "\n![chart](../chart.png)\n", 11, "bank's folder"),
    Fault("B063", HEADER + ITEM + "\n![chart](https://example.org/c.png)\n", 11, "not allowed"),
    Fault("B063", HEADER + ITEM.replace("One", "![one](one.png)"), 5, "text below"),
    Fault("B063", HEADER + ITEM + "\n![chart](file:///c.png)\n", 11, "not allowed"),
    Fault("B066", HEADER + ITEM + "\n[chart](file:///c.png)\n", 11, "https://"),
    Fault("B066", HEADER + ITEM + "\n<javascript:x>\n", 11, "https://"),
    Fault("B067", HEADER + ITEM + "\n![ ](chart.png)\n", 11, "cannot see"),
    Fault("B064", HEADER + ITEM + "\n| a | b |\n|---|---|\n| c | d | e |\n", 13, "3 cells"),
    Fault("B065", HEADER + ITEM + "\n```\ncode\n", 11, "no end"),
    Fault("B066", HEADER + ITEM + "\nSee [this](page.md).\n", 11, "https://"),
    *KIND_FAULTS,
]
# B006 guards the reader itself; B007, B008, B068 and B069 are about files around the text;
# B070 to B072 belong to the concept file, B080 to B087 to the exam file.
ELSEWHERE: Final = {
    "B006",
    "B007",
    "B008",
    "B018",
    "B049",
    "B068",
    "B069",
    "B070",
    "B071",
    "B072",
} | {f"B08{n}" for n in range(8)}


def told(problem: Problem) -> str:
    return f"{problem.message} {problem.hint}"


@pytest.mark.parametrize("item", [ITEM, ORDER, MATCH, TYPED])
def test_the_plain_item_is_clean(item: str) -> None:
    parsed = parse_bank(HEADER + item)
    assert parsed.problems == ()
    assert parsed.bank is not None


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: f"{fault.code}-{fault.words}")
def test_fault_is_found(fault: Fault) -> None:
    parsed = parse_bank(fault.text)
    assert [(one.code, one.line) for one in parsed.problems] == [(fault.code, fault.line)]
    (problem,) = parsed.problems
    assert fault.words in told(problem)
    assert problem.hint
    assert problem.column >= 1


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: f"{fault.code}-{fault.words}")
def test_an_error_refuses_the_file_and_a_warning_does_not(fault: Fault) -> None:
    parsed = parse_bank(fault.text)
    is_error = any(one.level == ProblemLevel.ERROR for one in parsed.problems)
    assert (parsed.bank is None) == is_error
    assert is_error == (fault.code not in WARNINGS)


def test_every_code_has_a_planted_fault() -> None:
    assert {fault.code for fault in FAULTS} | ELSEWHERE == set(CODES)


def columns(parsed: ParsedBank) -> list[tuple[str, int, int]]:
    return [(one.code, one.line, one.column) for one in parsed.problems]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (HEADER + ITEM + "\nA <b>word.\n", ("B060", 11, 3)),
        (HEADER + ITEM + "\nWhy.\n\n  See ![a](b) and ![c](/d).\n", ("B063", 13, 19)),
        (HEADER + "## [d-1] One\nC: A [gap] or [two.\n", ("B054", 6, 15)),
        (HEADER + "## [d-1] One\nC: A [gap]\nor two].\n", ("B054", 7, 7)),
        (HEADER + ITEM + "- [ ] third\n more\n", ("B034", 11, 2)),
        ("---\nbank: demo\ntitle:   !x y\n---\n" + ITEM, ("B012", 3, 10)),
        (HEADER + ITEM + "\nWhy \x07.\n", ("B002", 11, 5)),
    ],
)
def test_column_points_at_the_fault(text: str, expected: tuple[str, int, int]) -> None:
    assert columns(parse_bank(text)) == [expected]


def test_all_problems_come_at_once_in_order() -> None:
    text = (
        "---\nbank: demo\n---\n"
        "## One\nWhich?\n\n- [x] this\n- [] that\n- [ ] other\n\n"
        "## [d-2] Two\n<b>\n\nQ: What?\n\n"
        "## [d-2] Three\nC: A gap.\n\n* Levle: recall\n"
    )
    found = [(one.line, one.code) for one in parse_bank(text).problems]
    assert found == [
        (1, "B015"),
        (4, "B021"),
        (8, "B030"),
        (12, "B060"),
        (14, "B052"),
        (16, "B023"),
        (17, "B055"),
        (19, "B040"),
    ]


def test_every_unknown_sibling_is_reported_and_some_are_guessed_for() -> None:
    text = (
        HEADER
        + ITEM
        + "".join(ITEM.replace("d-1", f"e-{n}") + f"\n* Siblings: e-{n}x\n" for n in range(30))
    )
    problems = parse_bank(text).problems
    assert len(problems) == 30
    assert sum("did you mean" in one.hint for one in problems) == 20


def test_problem_renders_for_the_terminal() -> None:
    (problem,) = parse_bank(HEADER + ITEM + "\n* Levle: x\n").problems
    assert problem.render("demo.md") == (
        "demo.md:11:1: error B040 `Levle:` is not a known field (did you mean `Level:`? "
        "If it is prose, write `**Levle**:`)"
    )
