"""A bank's text in pieces: found, compared, joined."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.core.bank.pieces import HEAD, changed_keys, difference, join, piece_at, pieces_of
from tests.factories import BANK

BASE = "---\nbank: b\n---\nIntro.\n\n## [a] One\nFirst.\n\n## [b] Two\nSecond.\n\n## [c]\nThird.\n"
LINES = st.lists(
    st.sampled_from(["## [a] A", "## [b]", "# Case [k] X", "# Part", "text", "", "```", "## no id"])
)


def keys(text: str) -> list[str]:
    return [one.key for one in pieces_of(text)]


def test_pieces_begin_at_headings_with_an_id() -> None:
    text = (
        "head\n# Part one\n## [a] A\nx\n# Case [k] Ms. R.\nstory\n## [b] B\n## new one\n### deep\n"
    )
    assert keys(text) == [HEAD, "# Part one", "a", "case k", "b"]
    assert piece_at(text, 6).key == "case k"
    assert piece_at(text, 99).text == "## [b] B\n## new one\n### deep\n"
    assert [one.line for one in pieces_of(text)] == [1, 2, 3, 5, 7]
    assert [one.is_item for one in pieces_of(text)] == [False, False, True, False, True]


@given(LINES, st.sampled_from(["\n", "\r\n"]))
def test_pieces_are_the_text_again(lines: list[str], end: str) -> None:
    text = end.join(lines)
    assert "".join(one.text for one in pieces_of(text)) == text
    assert len(set(keys(text))) == len(keys(text))


def test_edits_of_different_items_are_joined() -> None:
    mine = BASE.replace("First", "1st")
    theirs = BASE.replace("Second", "2nd").replace("## [c]", "## [n] New\nNew.\n\n## [c]")
    joined = join(BASE, mine, theirs)
    assert joined.text == theirs.replace("First", "1st")
    assert (joined.taken, joined.clashes) == (("b", "n"), ())


def test_at_the_same_item_ones_own_stands_and_it_is_said() -> None:
    joined = join(BASE, BASE.replace("First", "1st"), BASE.replace("First", "No. 1"))
    assert joined.text == BASE.replace("First", "1st")
    assert joined.clashes == ("a",)


def test_what_one_deleted_is_gone_unless_the_other_changed_it() -> None:
    without = BASE.replace("## [b] Two\nSecond.\n\n", "")
    assert join(BASE, without, BASE).text == without
    assert join(BASE, BASE, without).text == without
    assert join(BASE, BASE, without).taken == ("b",)
    changed = BASE.replace("Second", "2nd")
    for mine, theirs in ((without, changed), (changed, without)):
        joined = join(BASE, mine, theirs)
        assert "2nd" in joined.text
        assert joined.clashes == ("b",)


@given(*([st.sets(st.sampled_from("abc"))] * 2))
def test_no_edit_is_lost(mine: set[str], theirs: set[str]) -> None:
    words = {"a": "First", "b": "Second", "c": "Third"}

    def edited(refs: set[str], by: str) -> str:
        text = BASE
        for ref in refs:
            text = text.replace(words[ref], f"{words[ref]} {by}")
        return text

    joined = join(BASE, edited(mine, "mine"), edited(theirs, "theirs"))
    assert all(f"{words[ref]} mine" in joined.text for ref in mine)
    assert all(f"{words[ref]} theirs" in joined.text for ref in theirs - mine)
    assert set(joined.clashes) == mine & theirs
    assert set(joined.taken) == theirs - mine


def test_a_joined_text_without_edits_is_the_same_bank() -> None:
    assert join(BANK, BANK, BANK).text == BANK
    assert changed_keys(BANK, BANK.replace("\n", "\r\n")) == {}


def test_a_difference_marks_words() -> None:
    lines = difference(
        "a\nb\nskips the weekly form because\nz\ny\n",
        "a\nb\nskips the weekly job log because\nz\ny\n",
    )
    assert [(one.sign, one.text) for one in lines] == [
        (" ", "b"),
        ("-", "skips the weekly form because"),
        ("+", "skips the weekly job log because"),
        (" ", "z"),
    ]
    assert [text for text, is_changed in lines[2].parts if is_changed] == ["job log"]


@pytest.mark.parametrize(
    ("old", "new", "signs"),
    [
        ("", "x\ny\n", "++"),
        ("x\n", "", "-"),
        ("x\n", "x\ny\n", " +"),
        ("x\n" * 500, "y\n", "-" * 500 + "+"),
    ],
)
def test_signs_of_differences(old: str, new: str, signs: str) -> None:
    assert "".join(one.sign for one in difference(old, new)) == signs


def test_changed_pieces() -> None:
    new = BASE.replace("First", "1st").replace("## [c]\nThird.\n", "")
    assert list(changed_keys(BASE, new)) == ["a", "c"]
    assert changed_keys(BASE, new)["c"] == ("## [c]\nThird.\n", "")
