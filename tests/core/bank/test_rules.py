"""What the format accepts, rule by rule."""

import pytest

from quizapp.core.bank.model import Bank, Kind, Status
from quizapp.core.bank.parser import parse_bank
from tests.core.bank.samples import CHOICE, EXAMPLE, HEADER, bank_of, item_of


def test_front_matter_fills_the_bank() -> None:
    bank = bank_of(EXAMPLE)
    assert (bank.slug, bank.title) == ("crc-alliance", "Working and therapeutic alliance")
    assert (bank.language, bank.license, bank.exam) == ("en", "CC-BY-4.0", "crcc-crc")
    assert list(bank.sources) == ["bordin1979"]
    assert bank.intro.startswith("Text before the first heading")


def test_front_matter_values_stay_text() -> None:
    bank = bank_of(
        "---\nbank: no\ntitle: 1979-01-01\nlanguage: no\nauthors: [007, Ms. R.]\n---\n" + CHOICE
    )
    assert (bank.slug, bank.title, bank.language) == ("no", "1979-01-01", "no")
    assert bank.authors == ("007", "Ms. R.")


def test_authors_may_be_one_line() -> None:
    bank = bank_of("---\nbank: b\ntitle: B\nauthors: Ann Doe, Bob Roe\n---\n" + CHOICE)
    assert bank.authors == ("Ann Doe", "Bob Roe")


def test_byte_order_mark_and_foreign_line_ends_make_no_difference() -> None:
    plain = bank_of(EXAMPLE)
    assert bank_of("\ufeff" + EXAMPLE.replace("\n", "\r\n")) == plain
    assert bank_of(EXAMPLE.replace("\n", "\r")) == plain


def test_line_numbers_count_from_the_top_of_the_file() -> None:
    assert [item.line for item in bank_of(EXAMPLE).items] == [14, 33, 41, 46]
    assert [option.line for option in bank_of(EXAMPLE).items[0].options] == [17, 19]


def test_defaults_fill_what_an_item_leaves_open() -> None:
    header = "---\nbank: b\ntitle: B\ndefaults:\n  status: Draft\n  concept: [bordin, goals]\n---\n"
    bank = bank_of(header + CHOICE + "\n* Status: live\n\n" + CHOICE.replace("d-1", "d-2"))
    assert [item.status for item in bank.items] == [Status.LIVE, Status.DRAFT]
    assert bank.items[1].concepts == ("bordin", "goals")


@pytest.mark.parametrize(
    ("heading", "ref", "title"),
    [
        ("## [d-1] One", "d-1", "One"),
        ("## [d-1]", "d-1", ""),
        ("##   [d-1]   One  ", "d-1", "One"),
        ("##\t[d-1] One ##", "d-1", "One"),
        ("## [d-1] The *real* thing", "d-1", "The *real* thing"),
        ("  ## [0] C# and D", "0", "C# and D"),
    ],
)
def test_heading_gives_id_and_title(heading: str, ref: str, title: str) -> None:
    item = item_of(CHOICE.replace("## [d-1] One", heading))
    assert (item.ref, item.title) == (ref, title)


def test_a_case_is_shared_until_the_next_top_heading() -> None:
    second, third = CHOICE.replace("d-1", "d-2"), CHOICE.replace("d-1", "d-3")
    bank = bank_of(
        HEADER
        + f"# Case [c-1] Ms. R.\nShe is **late**.\n\n- twice\n\n{CHOICE}\n{second}\n# More\n{third}"
    )
    assert [item.case_ref for item in bank.items] == ["c-1", "c-1", ""]
    assert [item.case_title for item in bank.items] == ["Ms. R.", "Ms. R.", ""]
    assert [item.part_title for item in bank.items] == ["", "", "More"]
    assert [item.stimulus for item in bank.items] == ["She is **late**.\n\n- twice"] * 2 + [""]


@pytest.mark.parametrize(
    "options",
    [
        "- [x] this\n- [ ] that",
        "- [X] this\n- [ ] that",
        "* [x] this\n* [ ] that",
        "1. [x] this\n2. [ ] that",
        "-   [x] this\n-   [ ] that",
        "-\t[x] this\n-\t[ ] that",
        "- [x]   this\n\n- [ ] that",
        "- [x] this\n<!-- why not -->\n- [ ] that",
        "- [x] this\n\n<!-- why\n\nnot -->\n\n- [ ] that",
    ],
)
def test_options_in_any_list(options: str) -> None:
    item = item_of(f"## [d-1] One\nWhich?\n\n{options}\n")
    assert [(one.text, one.is_key) for one in item.options] == [("this", True), ("that", False)]
    assert item.stem == "Which?"


@pytest.mark.parametrize(
    "option",
    [
        "- [x] this\n  > It is.\n  >\n  > - really\n",
        "- [x] this\n     > It is.\n     >\n     > - really\n",
        "- [x] this\n\n  > It is.\n  >\n  > - really\n\n",
        "-\t[x] this\n\t> It is.\n\t>\n\t> - really\n",
        "1. [x] this\n   > It is.\n   >\n   > - really\n",
    ],
)
def test_rationale_is_the_quote_at_the_options_text(option: str) -> None:
    marker = "1." if option.startswith("1.") else "-"
    item = item_of(f"## [d-1] One\nWhich?\n\n{option}{marker} [ ] that\n")
    assert [one.rationale for one in item.options] == ["It is.\n\n- really", ""]


def test_fields_nest_under_an_option() -> None:
    item = item_of(
        CHOICE + "  > Why not.\n  * Concept: rogers · Facts: M10, M11\n- [ ] all\n  - Pin: last\n"
    )
    assert (item.options[1].concept, item.options[1].facts) == ("rogers", ("M10", "M11"))
    assert [one.is_pinned_last for one in item.options] == [False, False, True]
    assert item.options[1].rationale == "Why not."


def test_an_option_may_run_over_lines_when_indented() -> None:
    item = item_of(CHOICE + "  or\n     the other\n")
    assert item.options[1].text == "that\nor\nthe other"


def test_an_option_may_look_like_other_markdown() -> None:
    item = item_of(
        CHOICE + "- [ ] 1956. A year\n- [ ] # one\n- [ ] [a link](https://example.org)\n"
    )
    texts = [option.text for option in item.options[2:]]
    assert texts == ["1956. A year", "# one", "[a link](https://example.org)"]


def test_prose_around_the_options() -> None:
    item = item_of(
        "## [d-1] One\nLook:\n\n| a | b |\n|---|---|\n| c | d |\n\nWhich?\n\n"
        "- [x] this\n- [ ] that\n\n"
        "> A quote.\n\n- a list\n- of prose\n"
    )
    assert item.stem == "Look:\n\n| a | b |\n|---|---|\n| c | d |\n\nWhich?"
    assert item.explanation == "> A quote.\n\n- a list\n- of prose"


FIELDS = """
* Source: bordin1979,
  p. 253
* Concept: bordin, goals
* Topic: counseling-theories · Section: C, R · Level: Application
* Status: retired
* Hint: Think of *three* things: goals · tasks · bond
* Facts: K001, K002
* Evidence: memory
* Tags: alliance, exam
* Was: d-0
* Alias: moodle-7
* Siblings: d-1, other/x-1
* New: yes
"""


def test_every_field() -> None:
    item = item_of(CHOICE + FIELDS)
    assert item.source == "bordin1979, p. 253"
    assert item.concepts == ("bordin", "goals")
    assert (item.topic, item.section, item.level) == ("counseling-theories", "R, C", "application")
    assert item.status == Status.RETIRED
    assert item.hint == "Think of *three* things: goals · tasks · bond"
    assert (item.facts, item.evidence) == (("K001", "K002"), "memory")
    assert (item.tags, item.was, item.alias) == (("alliance", "exam"), ("d-0",), ("moodle-7",))
    assert item.siblings == ("d-1", "other/x-1")
    assert item.is_new


def test_fields_may_follow_the_options_in_the_same_list() -> None:
    item = item_of(CHOICE + "- Level: recall\n- Status: draft\n")
    assert len(item.options) == 2
    assert (item.level, item.status) == ("recall", Status.DRAFT)


def test_a_list_of_other_words_is_prose() -> None:
    item = item_of(CHOICE + "\n* Rogers: conditions\n* Now: a word of three letters\n")
    assert item.explanation == "* Rogers: conditions\n* Now: a word of three letters"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (CHOICE, Kind.SINGLE),
        (CHOICE.replace("[ ]", "[x]"), Kind.MULTI),
        (CHOICE.replace("this", "True").replace("that", "false"), Kind.TRUE_FALSE),
        (CHOICE.replace("this", "True") + "- [ ] false\n", Kind.SINGLE),
        ("## [d-1] One\nQ: What?\nA: That.\n", Kind.FLASHCARD),
        ("## [d-1] One\nC: A [gap].\n", Kind.CLOZE),
    ],
)
def test_kind_follows_the_shape(text: str, kind: Kind) -> None:
    assert item_of(text).kind == kind


def test_flashcard_answer_runs_to_the_fields() -> None:
    item = item_of(
        "## [d-1] One\nQ: What did\nBordin join?\n\n- hint\n\nA: Three things:\n\n"
        "1. goals\n2. tasks\n\nAnd a bond.\n\n* Level: recall\n"
    )
    assert item.stem == "What did\nBordin join?\n\n- hint"
    assert item.answer == "Three things:\n\n1. goals\n2. tasks\n\nAnd a bond."
    assert item.level == "recall"


def test_marks_of_cards_are_text_beside_options() -> None:
    item = item_of(CHOICE.replace("Which?", "C: I feel [low].\n\nA: Tell me.\nQ: Which?"))
    assert item.kind == Kind.SINGLE
    assert item.stem == "C: I feel [low].\n\nA: Tell me.\nQ: Which?"


def test_marks_inside_lines_and_quotes_are_text() -> None:
    item = item_of("## [d-1] One\nQ: What does A: mean?\n\n> Q: this\n\nA: Nothing, C: either.\n")
    assert (item.stem, item.answer) == (
        "What does A: mean?\n\n> Q: this",
        "Nothing, C: either.",
    )


def test_cloze_has_an_introduction_and_an_explanation() -> None:
    item = item_of("## [d-1] One\nRead.\nC: A [gap]\nand [two].\n\nBecause.\n")
    assert (item.stem, item.cloze, item.explanation) == ("Read.", "A [gap]\nand [two].", "Because.")


def test_comments_are_never_part_of_an_item() -> None:
    text = EXAMPLE.replace("\n\n", "\n\n<!-- for\n\ncolleagues -->\n\n")
    marked: Bank | None = parse_bank(text).bank
    assert marked is not None
    assert "colleagues" not in repr(marked.items)
    assert [item.ref for item in marked.items] == ["wa-007", "wa-031", "wa-c02", "wa-c03"]
    quoted = item_of(CHOICE + "  > Why.\n  > <!-- for colleagues -->\n\n<!-- more -->\nText.\n")
    assert (quoted.options[1].rationale, quoted.explanation) == ("Why.", "Text.")


def test_comment_signs_in_code_are_text() -> None:
    item = item_of(CHOICE + "\n```\n<!-- code -->\n```\n\nand `<b>` too\n")
    assert item.explanation == "```\n<!-- code -->\n```\n\nand `<b>` too"


def tabbed(text: str) -> str:
    """Return the example as a formatter with tabs would write it."""
    text = text.replace("- [", "-\t[").replace("  > ", "\t> ").replace("  * ", "\t- ")
    return text.replace("\n* ", "\n-\t")


def padded(text: str) -> str:
    """Return the example as a formatter with tab width 4 would write it."""
    text = text.replace("- [", "-   [").replace("  > ", "    > ").replace("  * ", "    -   ")
    return text.replace("\n* ", "\n-   ").replace(
        "*therapeutic alliance*", "_therapeutic alliance_"
    )


@pytest.mark.parametrize("formatted", [tabbed(EXAMPLE), padded(EXAMPLE)])
def test_a_formatter_changes_no_item(formatted: str) -> None:
    before, after = bank_of(EXAMPLE), bank_of(formatted)
    assert repr(after).replace("_", "*") == repr(before).replace("_", "*")


def test_ten_levels_of_nesting_are_allowed() -> None:
    item = item_of(CHOICE + "\n" + "> " * 10 + "deep\n")
    assert item.explanation.endswith("deep")


def test_a_rule_and_a_table_are_prose() -> None:
    item = item_of(CHOICE + "\nText.\n\n***\n\n| a \\| b |\n|---|\n| `c` |\n")
    assert item.explanation == "Text.\n\n***\n\n| a \\| b |\n|---|\n| `c` |"


def test_dialogue_named_like_a_field_is_a_warning_only() -> None:
    parsed = parse_bank(HEADER + CHOICE.replace("Which?", "Answer: none.\n\nWhich?"))
    assert [one.code for one in parsed.problems] == ["B048"]
    assert parsed.bank is not None
    assert parsed.bank.items[0].stem.startswith("Answer:")
