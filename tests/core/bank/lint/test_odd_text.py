"""No rule and no guess stumbles over odd text, and none takes long over a large bank."""

from dataclasses import replace
from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizapp.core.bank.cues.gate import cue_scores
from quizapp.core.bank.lint.report import CODES, Report, check_items
from quizapp.core.bank.model import Bank, Item, Kind, Option, Status
from quizapp.core.bank.parser import parse_bank
from quizapp.core.bank.problems import ProblemLevel
from quizapp.core.bank.writer import write_bank
from tests.core.bank.generated import generated_bank
from tests.core.bank.generated_banks import banks as whole_banks

ODD: Final = (
    "",
    " ",
    "\u202eהברית הטיפולית\u202c",  # noqa: RUF001 - Hebrew
    "التحالف العلاجي؟",
    "👩🏽‍🦽👍🏽",
    "____",
    "**",
    "a" * 20_000,
    "word " * 4_000,
    "not " * 5_000,
    "Which is not " + "that not, " * 2_000 + "?",
    "A" * 6 + " " + "B" * 6,
    "(" * 3_000,
    "waive B107",
    "=1+1",
    "١٢٣",
    "½ ² Ⅷ",
    "3.5 %",
    "\u0301\u0301",
)
TEXTS: Final = st.one_of(
    st.sampled_from(ODD), st.text(st.characters(exclude_categories=["Cs"]), max_size=60)
)
OPTIONS: Final = st.builds(Option, text=TEXTS, is_key=st.booleans(), rationale=TEXTS)
ITEMS: Final = st.builds(
    Item,
    ref=st.just("d-1"),
    kind=st.sampled_from(Kind),
    stem=TEXTS,
    answer=TEXTS,
    cloze=TEXTS,
    stimulus=TEXTS,
    explanation=TEXTS,
    source=TEXTS,
    level=st.sampled_from(("", "recall", "application")),
    status=st.sampled_from(Status),
)


@st.composite
def odd_banks(draw: st.DrawFn) -> Bank:
    """Draw banks of one item or a few, single best answers with one key among them."""
    items = []
    for at, item in enumerate(draw(st.lists(ITEMS, min_size=1, max_size=6))):
        options: tuple[Option, ...] = ()
        if item.kind in {Kind.SINGLE, Kind.TRUE_FALSE, Kind.MULTI}:
            drawn = draw(st.lists(OPTIONS, min_size=2, max_size=5))
            key = draw(st.integers(0, len(drawn) - 1))
            is_multi = item.kind is Kind.MULTI
            options = tuple(
                replace(one, is_key=place == key or (is_multi and one.is_key))
                for place, one in enumerate(drawn)
            )
        items.append(replace(item, ref=f"d-{at}", options=options, line=5 + at))
    return Bank("demo", "Demo", items=tuple(items))


def assert_sound(report: Report) -> None:
    for one in (*report.findings, *report.waived):
        assert one.problem.code in CODES
        assert one.problem.message
        assert one.problem.hint
        assert one.problem.line >= 1
        assert one.problem.level in ProblemLevel


@settings(max_examples=25)
@given(odd_banks(), TEXTS)
def test_no_rule_stumbles_over_odd_items(bank: Bank, text: str) -> None:
    assert_sound(check_items(bank, text, is_house=True))


@settings(max_examples=60)
@given(odd_banks())
def test_no_guess_stumbles_over_odd_items(bank: Bank) -> None:
    for one in cue_scores([bank, bank], {}):
        assert 0 <= one.low <= one.score <= one.high <= 1
        assert not one.is_judged
        assert not one.is_outside


@settings(max_examples=25)
@given(whole_banks())
def test_banks_of_every_kind_are_judged(bank: Bank) -> None:
    text = write_bank(bank)
    read = parse_bank(text).bank
    assert read is not None
    assert_sound(check_items(read, text))


@pytest.mark.parametrize("seed", range(2))
def test_many_items_that_are_alike_take_no_longer_than_their_reading(seed: int) -> None:
    text = generated_bank(600, seed)
    bank = parse_bank(text).bank
    assert bank is not None
    report = check_items(bank, text)
    assert_sound(report)
    assert {one.problem.code for one in report.findings} >= {"B101", "B128"}
