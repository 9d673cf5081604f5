"""Every line belongs to exactly one owner, and every word can be found again."""

from random import Random
from typing import Final

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from quizapp.core.bank.model import Bank
from quizapp.core.bank.parser import Reading, parse_bank, read_bank
from quizapp.core.bank.writer import write_bank
from tests.core.bank.damage import damaged
from tests.core.bank.generated import generated_bank
from tests.core.bank.generated_banks import banks
from tests.core.bank.samples import EXAMPLE, HEADER

MORE: Final = """
# Part two

## [m-01] Multi <!-- no -->
Which *two*?

1. [x] one
   > Because
   >
   > - of this
2. [x] two
   runs on
3. [ ] three
   * Concept: rogers · Facts: M10
4. Level: recall

> quoted

```
code
```

| a | b |
|---|---|
| c | d |

- list
  - nested

## [m-02] Card
Q: What
else?

A: That

1. and this
2. and that

* Hint: none
  at all
* Tags: a, b

## [m-03] Order
Put them
in order.

* Type: order · Level: recall
* Tags: c

1. first
   and so on
   > For a reason
   >
   > - or two
2. second
3. third

Why so.

- indeed

* Facts: K1

## [m-04] Match
Which is whose?

* Type: match

| Who *it* is | What |
|---|:-:|
| one \\| two | `a` |
| three | b |
|  | c |

> A reason.

* Facts: K2

## [m-05] Typed
Look at this:

| a | b |
|---|---|
| c | d |

What is missing?

- not this

A reason.

* Answer: the word | a \\| b
  | third
* Facts: K3

## [m-06] Number
A story.

How many?

***

A reason.

* Answer: 36 ± 0.5 · Facts: K4
""".replace(" <!-- no -->", "")
FULL: Final = EXAMPLE + MORE.replace("\n4. Level: recall\n", "\n") + "\n<!-- the\nend -->\n"
LINES: Final = FULL.split("\n")
CANARY: Final = "zqx"


def accounted(text: str) -> Reading:
    """Return what was read, once each line has exactly one owner."""
    reading = read_bank(text)
    assert reading.page.owned_twice == []
    assert reading.page.unclaimed() == []
    assert not [problem for problem in reading.page.problems if problem.code == "B006"]
    return reading


def test_the_text_is_clean() -> None:
    assert parse_bank(FULL).problems == ()
    accounted(FULL)


@pytest.mark.parametrize("number", range(len(LINES)))
@pytest.mark.parametrize("where", ["end", "own line", "own paragraph"])
def test_a_new_word_is_found_again_or_reported(number: int, where: str) -> None:
    added = {
        "end": [LINES[number] + " " + CANARY],
        "own line": [LINES[number], CANARY],
        "own paragraph": [LINES[number], "", CANARY, ""],
    }[where]
    text = "\n".join([*LINES[:number], *added, *LINES[number + 1 :]])
    reading = accounted(text)
    line = next(no for no, one in enumerate(text.split("\n"), 1) if CANARY in one)
    if reading.page.problems or reading.page.owners.get(line) == "comment":
        return
    # An information string after ``` is the only text that is read and not kept.
    assert CANARY in repr(reading.bank) or LINES[number].startswith("```")


@pytest.mark.parametrize("number", range(len(LINES)))
def test_a_line_taken_out_leaves_all_others_accounted(number: int) -> None:
    accounted("\n".join([*LINES[:number], *LINES[number + 1 :]]))


@settings(max_examples=25, derandomize=True, phases=[Phase.generate])
@given(banks(), st.randoms(use_true_random=False))
def test_generated_banks_are_accounted_for_whole_and_damaged(bank: Bank, random: Random) -> None:
    text = write_bank(bank)
    accounted(text)
    for _ in range(3):
        text = damaged(text, random)
        accounted(text)


@pytest.mark.parametrize("seed", range(8))
def test_a_damaged_bank_of_every_kind_is_accounted_for(seed: int) -> None:
    random = Random(seed)  # noqa: S311 - a fixed seed, the same damage each time
    text = generated_bank(9, seed)
    for _ in range(12):
        text = damaged(text, random)
        accounted(text)


FRAGMENTS: Final = [
    "- [x] ", "[ ]", "    ", "\n", "\n\n", "> ", "* Source: ", "## [a-1] t\n", "# ", "### x\n",
    "<!-- ", "-->", "<div>", "`", "```\n", "| a | b |\n|---|---|\n", "Q: ", "A: ", "C: ", "[gap]",
    "![i](x)", "---\n", "===\n", "1. ", "\t", "\r", "\0", "\u2028", "&amp;", "[x]: y\n", "# Case ",
    "* Type: order\n", "* Type: match\n\n", "* Answer: a | b\n", "± ", "2. b\n3. c\n", "| | x |\n",
    "* Leve: x", "Pin: last", " · Facts: x", "\\", "**", "_", "<", "]", "[", "- - - ", "  > ",
]  # fmt: skip


@st.composite
def mutated(draw: st.DrawFn) -> str:
    text: str = FULL
    for _ in range(draw(st.integers(1, 6))):
        at = draw(st.integers(0, len(text)))
        fragment = draw(st.sampled_from(FRAGMENTS)) * draw(st.sampled_from([1, 1, 2, 12]))
        text = text[:at] + fragment + text[at + draw(st.sampled_from([0, 0, 1, 9, 40])) :]
    return text


@settings(max_examples=60)
@given(mutated())
def test_broken_banks_are_accounted_for(text: str) -> None:
    page = accounted(text).page
    assert all(1 <= problem.line <= len(page.lines) for problem in page.problems)
    assert all(problem.column >= 1 for problem in page.problems)


@settings(max_examples=60)
@given(st.text(st.characters(codec=None), max_size=300))
def test_any_text_is_read_without_raising(text: str) -> None:
    accounted(text)
    accounted(HEADER + text)
    assert parse_bank(text).bank is None


@settings(max_examples=60)
@given(st.text("[]()#-*+>`|!<x \n:.1\\_&", max_size=120))
def test_any_signs_are_read_without_raising(text: str) -> None:
    accounted(HEADER + text)
    accounted(FULL + text)


@pytest.mark.parametrize(
    "flood",
    ["[", "![", "[a](", "[a](<", '[a](b "', "<!--", "<a ", "*", "**a *b ", "`", "``a", "> ", "- ",
     "[]", "\\[", "&", "|", "| a ", "_a_", "~", "1. ", "# ", "<div>\n", "<!--\n", "```\n", "C: [\n",
     "- [ ] a\n", "## \n", "| a |\n|---|\n", "* Level: recall\n", "Q: \n\n", "- a\n  - b\n\n",
     "* Type: order\n\n1. a\n", "* Type: match\n\n| a | b |\n|---|---|\n", "* Answer: a | ",
     "1. a\n2. b\n", "| a | b |\n", "***\n"],
)  # fmt: skip
def test_a_flood_of_signs_does_not_hang(flood: str) -> None:
    text = HEADER + "## [d-1] One\nC: " + flood * 2000
    assert parse_bank(text).bank is None
    assert parse_bank(text.replace("C: ", "")).bank is None
