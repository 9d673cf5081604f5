"""Answers to type, steps to order, rows to match: what may be written, and how it is read."""

import pytest

from quizapp.core.bank.body import carried, revision_body
from quizapp.core.bank.model import Item, Kind, Number, Pair, Step
from quizapp.core.bank.parser import parse_bank
from tests.core.bank.samples import HEADER, bank_of, item_of

HEAD = "## [d-1] One\n"
ORDER = HEAD + "Sort them.\n\n* Type: order\n\n1. one\n2. two\n3. three\n"
MATCH = HEAD + (
    "Match them.\n\n* Type: match\n\n| Who | What |\n|---|---|\n"
    "| Zetzel | term |\n| Greenson | term |\n| Bordin | *three* parts |\n|  | nothing |\n"
)


def typed(answer: str) -> Item:
    return item_of(f"{HEAD}What?\n\n* Answer: {answer}\n")


@pytest.mark.parametrize(
    ("written", "accepted"),
    [
        ("bond", ("bond",)),
        ("bond | emotional bond|tie", ("bond", "emotional bond", "tie")),
        (r"a \| b | c", ("a | b", "c")),
        ("*therapeutic* alliance", ("*therapeutic* alliance",)),
        ("1979", ("1979",)),
        ("1,250 | 1250 items", ("1,250", "1250 items")),
        ("C++ | C#", ("C++", "C#")),
        ("bond\n  | tie", ("bond", "tie")),
    ],
)
def test_typed_answers(written: str, accepted: tuple[str, ...]) -> None:
    item = typed(written)
    assert (item.kind, item.accepted, item.number) == (Kind.TYPED, accepted, None)


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("36 ± 0", Number("36", "0")),
        ("36±0.5", Number("36", "0.5")),
        ("-0.31 ± .01", Number("-0.31", "0.01")),
        ("1,250 ± 10", Number("1250", "10")),
        ("36 % ± 0.0 %", Number("36", "0.0")),
    ],
)
def test_numbers(written: str, number: Number) -> None:
    item = typed(written)
    assert (item.kind, item.number, item.accepted) == (Kind.NUMERIC, number, ())


TABLE = "| a | b |\n|---|---|\n| c | d |"


@pytest.mark.parametrize(
    ("prose", "stem", "explanation"),
    [
        ("What?", "What?", ""),
        ("What?\nReally?\n\nSo.\n\n- it\n\nis", "What?\nReally?", "So.\n\n- it\n\nis"),
        (f"What?\n\n{TABLE}\n\nSo.", f"What?\n\n{TABLE}", "So."),
        (f"{TABLE}\n\nWhat?\n\nSo.", f"{TABLE}\n\nWhat?", "So."),
        ("> A quote.\n\nWho?\n\n> So.", "> A quote.\n\nWho?\n\n> So.", ""),
        (f"Look:\n\n{TABLE}\n\nWhat?\n\nSo.", f"Look:\n\n{TABLE}\n\nWhat?", "So."),
        ("```\ncode\n```\n\nWhat?\n\nSo.", "```\ncode\n```\n\nWhat?", "So."),
        ("A story.\n\nWhat?\n\n***\n\nSo.\n\nThus.", "A story.\n\nWhat?", "So.\n\nThus."),
        ("A story.\n\nWhat?\n\n***", "A story.\n\nWhat?", ""),
        ("C: I feel low.\n\nSo.", "C: I feel low.", "So."),
    ],
)
@pytest.mark.parametrize("answer", ["bond", "36 ± 0"])
def test_the_first_paragraph_is_the_question(
    prose: str, stem: str, explanation: str, answer: str
) -> None:
    bank = parse_bank(f"{HEADER}{HEAD}{prose}\n\n* Answer: {answer}\n* Level: recall\n").bank
    assert bank is not None
    (item,) = bank.items
    assert (item.stem, item.explanation, item.level) == (stem, explanation, "recall")


@pytest.mark.parametrize(
    "text",
    [
        ORDER,
        ORDER.replace("order", "Order"),
        ORDER.replace("\n\n1.", "\n1."),
        ORDER.replace("1.", "1)").replace("2.", "2)").replace("3.", "3)"),
        ORDER.replace("2.", "1.").replace("3.", "1."),
        ORDER.replace("1. ", "1.  ").replace("2.", "\n2."),
        ORDER.replace("1.", "<!-- why -->\n\n1."),
        ORDER.replace("* Type", "* Level: recall\n* Type"),
        ORDER.replace("* Type: order", "* Level: recall · Type: order"),
        ORDER + "4. Level: recall\n",
        ORDER + "\n* Level: recall\n",
    ],
)
def test_steps_stand_in_the_right_order(text: str) -> None:
    item = item_of(text)
    assert item.kind is Kind.ORDER
    assert [step.text for step in item.steps] == ["one", "two", "three"]
    assert (item.stem, item.explanation) == ("Sort them.", "")
    assert ("recall" in text) == (item.level == "recall")


def test_a_step_has_a_reason() -> None:
    item = item_of(ORDER.replace("2. two", "2. *two*\n   too\n\n   > Why.\n   >\n   > - so"))
    assert item.steps[1] == Step("*two*\ntoo", "Why.\n\n- so", line=11)
    assert [step.rationale for step in item.steps] == ["", "Why.\n\n- so", ""]


@pytest.mark.parametrize("text", [ORDER, MATCH])
def test_fields_stand_on_both_sides(text: str) -> None:
    more = text.replace("* Type", "* Concept: bordin\n* Type")
    item = item_of(more + "\nSo.\n\n1. and\n2. so\n\n* Source: a\n* Facts: K1\n")
    assert (item.concepts, item.source, item.facts) == (("bordin",), "a", ("K1",))
    assert item.explanation == "So.\n\n1. and\n2. so"
    assert len(item.steps or item.pairs) in (3, 4)


def test_rows_of_a_match() -> None:
    item = item_of(MATCH)
    assert item.kind is Kind.MATCH
    assert item.columns == ("Who", "What")
    assert item.pairs == (
        Pair("Zetzel", "term", 12),
        Pair("Greenson", "term", 13),
        Pair("Bordin", "*three* parts", 14),
        Pair("", "nothing", 15),
    )


@pytest.mark.parametrize("row", [r"| a \| b | c |", r"a \| b | c", r"|a \| b|c"])
def test_an_escaped_bar_is_text(row: str) -> None:
    assert item_of(MATCH + row + "\n").pairs[-1] == Pair("a | b", "c", 16)


def test_prose_may_hold_lists_and_tables_beside_the_shape() -> None:
    text = f"- a\n- b\n\n{TABLE}\n\nSort them."
    assert item_of(ORDER.replace("Sort them.", text)).stem == text
    assert item_of(MATCH.replace("Match them.", text)).stem == text


def test_marks_of_cards_are_text_beside_type() -> None:
    item = item_of(ORDER.replace("Sort them.", "Q: What?\n\nA: C: [that]"))
    assert (item.kind, item.stem) == (Kind.ORDER, "Q: What?\n\nA: C: [that]")


def test_an_order_in_a_body() -> None:
    bank = bank_of(HEADER + ORDER.replace("2. two", "2. *two*\n   > Why."))
    body = revision_body(bank, bank.items[0])
    assert [one["html"] for one in body["steps"]] == ["one", "<em>two</em>", "three"]
    assert body["steps"][1].items() >= {
        ("text", "two"),
        ("rationale_html", "Why."),
        ("rationale_text", "Why."),
    }
    assert all(one["id"].startswith("t-") for one in body["steps"])
    assert (body["lefts"], body["rights"], body["pairs"]) == ([], [], {})


def test_a_match_in_a_body() -> None:
    bank = bank_of(HEADER + MATCH)
    body = revision_body(bank, bank.items[0])
    assert body["columns"] == ["Who", "What"]
    assert [one["text"] for one in body["lefts"]] == ["Zetzel", "Greenson", "Bordin"]
    assert [one["text"] for one in body["rights"]] == ["term", "three parts", "nothing"]
    assert body["rights"][1]["html"] == "<em>three</em> parts"
    zetzel, greenson, bordin = (one["id"] for one in body["lefts"])
    term, parts, _ = (one["id"] for one in body["rights"])
    assert body["pairs"] == {zetzel: term, greenson: term, bordin: parts}


def test_answers_in_a_body() -> None:
    bank = bank_of(f"{HEADER}{HEAD}What?\n\nSo.\n\n* Answer: the *bond* & tie | bond\n")
    body = revision_body(bank, bank.items[0])
    assert body["accepted"] == ["the bond & tie", "bond"]
    assert (body["answer_text"], body["number"]) == ("the bond & tie", None)
    assert body["answer_html"] == "the <em>bond</em> &amp; tie"
    assert (body["stem_text"], body["explanation_text"]) == ("What?", "So.")
    bank = bank_of(f"{HEADER}{HEAD}How many?\n\n* Answer: 36 ± 0.5\n")
    body = revision_body(bank, bank.items[0])
    assert body["number"] == {"value": "36", "tolerance": "0.5"}
    assert (body["answer_text"], body["answer_html"], body["accepted"]) == ("36", "36", [])


def test_carried_ids_of_a_match_keep_its_pairs() -> None:
    bank = bank_of(HEADER + MATCH)
    old = revision_body(bank, bank.items[0])
    edit = MATCH.replace("| Bordin | *three* parts", "| E. S. Bordin | the three parts")
    bank = bank_of(HEADER + edit.replace("nothing", "something else"))
    fresh = revision_body(bank, bank.items[0])
    new = carried(fresh, old)
    zetzel, greenson, bordin = (one["id"] for one in new["lefts"])
    term, parts = (one["id"] for one in old["rights"][:2])
    assert new["pairs"] == {zetzel: term, greenson: term, bordin: parts}
    assert zetzel == old["lefts"][0]["id"]
    assert new["rights"][2]["id"] not in {one["id"] for one in old["rights"]}
    assert fresh == revision_body(bank, bank.items[0])
