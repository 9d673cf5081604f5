"""`bank fmt` writes the ids that are missing, and nothing else."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizapp.core.bank.ids import propose_ids, slug_of
from quizapp.core.bank.parser import parse_bank
from quizapp.core.bank.writer import with_missing_ids
from tests.core.bank.samples import CHOICE, EXAMPLE, HEADER

NAMELESS = CHOICE.replace("[d-1] ", "")


def test_a_complete_bank_stays_as_it_is() -> None:
    assert with_missing_ids(EXAMPLE) == EXAMPLE


def test_the_next_number_of_the_series_is_written() -> None:
    text = EXAMPLE.replace("## [wa-031] First", "## First") + "\n##\nQ: Who?\n\nA: Zetzel\n"
    fixed = with_missing_ids(text)
    assert "\n## [wa-c04] First move\n" in fixed
    assert "\n## [wa-c05]\nQ:" in fixed
    assert fixed.replace(" [wa-c04]", "").replace(" [wa-c05]", "") == text


def test_the_hint_names_the_id_that_is_written() -> None:
    text = HEADER + CHOICE + "\n" + NAMELESS
    (problem,) = parse_bank(text).problems
    assert problem.hint == "write `## [d-2]` before the title"
    assert "## [d-2] One\n" in with_missing_ids(text)


def test_cases_get_ids_too() -> None:
    fixed = with_missing_ids(f"{HEADER}# Case Ms. R.\nText.\n\n{CHOICE}")
    assert "\n# Case [ms-r] Ms. R.\n" in fixed
    assert parse_bank(fixed).problems == ()


def test_headings_in_code_and_comments_are_left_alone() -> None:
    text = HEADER + CHOICE + "\n```\n## Code\n```\n\n<!--\n## Comment\n-->\n"
    assert with_missing_ids(text) == text


def test_line_ends_tabs_and_mark_stay() -> None:
    text = "\ufeff" + (HEADER + NAMELESS).replace("\n", "\r\n").replace("- [x] ", "-\t[x] ")
    assert with_missing_ids(text) == text.replace("## One", "## [one] One")


def test_earlier_ids_are_not_used_again() -> None:
    text = HEADER + CHOICE + "\n* Was: d-7\n\n" + NAMELESS
    assert "## [d-8] One" in with_missing_ids(text)


@pytest.mark.parametrize(
    ("titles", "known", "taken", "ids"),
    [
        (["A", "B"], ["wa-007"], {"wa-007"}, ["wa-008", "wa-009"]),
        (["A"], ["wa-1", "wa-2", "x-9"], {"wa-1", "wa-2", "x-9"}, ["wa-3"]),
        (["A"], ["wa-099"], {"wa-099"}, ["wa-100"]),
        (["A"], ["q7"], {"q7"}, ["q8"]),
        (["Bordin's Model"], [], set(), ["bordin-s-model"]),
        (["Flückiger", "Flückiger"], [], set(), ["fluckiger", "fluckiger-2"]),
        (["", "?"], [], set(), ["demo-001", "demo-002"]),
        (["x" * 60], [], set(), ["x" * 40]),
        (["One"], ["one"], {"one"}, ["one-2"]),
        (["2024"], ["2024"], {"2024"}, ["2024-2"]),
    ],
)
def test_proposals(titles: list[str], known: list[str], taken: set[str], ids: list[str]) -> None:
    assert propose_ids(titles, known, taken, "demo") == ids


@settings(max_examples=60)
@given(st.lists(st.sampled_from(["## ", "# Case ", "## [a-1] ", "##", "```", "x", "", "- [x] y"])))
def test_once_is_enough_and_no_id_is_missing_then(lines: list[str]) -> None:
    fixed = with_missing_ids(HEADER + "\n".join(lines))
    assert with_missing_ids(fixed) == fixed
    assert not {"B021", "B024"} & {problem.code for problem in parse_bank(fixed).problems}


@given(st.text())
def test_a_slug_is_an_id_or_empty(title: str) -> None:
    slug = slug_of(title)
    assert slug == "" or (
        slug[0].isalnum() and set(slug) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    )
