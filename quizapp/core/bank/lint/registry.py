"""Every item-writing rule: its code, what it asks for, and the functions that look.

The numbers are those of the item-writing standard; docs/bank-check.md has a heading for each.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from quizapp.core.bank.lint import (
    across,
    completeness,
    language,
    lengths,
    options,
    stems,
    wordings,
)
from quizapp.core.bank.lint.model import Finding, Question, Shelf

ItemRule = Callable[[Question, Shelf], Iterator[Finding]]
BankRule = Callable[[Shelf], Iterator[Finding]]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of the standard. `of_item` look at one item, `of_bank` at all of them."""

    code: str
    title: str
    of_item: tuple[ItemRule, ...] = ()
    of_bank: tuple[BankRule, ...] = ()


WAIVER_CODE: Final = "B100"
RULES: Final = (
    Rule("B101", "One right answer, three to five options", (completeness.number_of_keys,)),
    Rule("B102", "A whole question in the stem", (stems.stem_shape,)),
    Rule("B103", "One concept", (completeness.concept,)),
    Rule("B104", "An explanation", (completeness.explanation,)),
    Rule("B105", "A rationale on every option", (completeness.rationale,)),
    Rule("B106", "A source with its reference", (completeness.source,)),
    Rule("B107", "The key is not the longest by much", (lengths.longest_key,)),
    Rule("B108", "Options of like length", (lengths.like_lengths,)),
    Rule("B109", "The longest option is right as often as chance", (), (lengths.longest_in_bank,)),
    Rule("B110", "Keys in every place of the file", (), (lengths.positions,)),
    Rule("B111", "No option about the other options", (wordings.all_of_above,)),
    Rule("B112", "No reference to an option by letter or place", (wordings.letters,)),
    Rule("B113", "Negative stems few and bold", (stems.negative_stem,), (stems.negative_share,)),
    Rule("B114", "No negative option under a negative stem", (stems.double_negative,)),
    Rule("B115", "Absolute words not in distractors alone", (wordings.absolutes,)),
    Rule("B116", "Hedging words not in the key alone", (wordings.hedges,)),
    Rule("B117", "No echo of the stem in the key alone", (wordings.clang,)),
    Rule("B118", "Grammar fits all options", (options.grammar,)),
    Rule("B119", "Options of one form", (options.parallel,)),
    Rule("B120", "No two options that say the same", (options.overlap,)),
    Rule("B121", "The key does not share most words", (), (across.convergence,)),
    Rule("B122", "Numbers in order and alike", (options.numbers,)),
    Rule("B123", "No vague frequency", (wordings.vague_frequency,)),
    Rule("B124", "Names and years not in the key alone", (wordings.names_in_key,)),
    Rule("B125", "No item twice", (), (across.duplicates,)),
    Rule("B126", "No item answers another", (), (across.answered_elsewhere,)),
    Rule(
        "B127",
        "Plain language that puts people first",
        (
            language.people_first,
            language.reading_grade,
            language.abbreviations,
            language.alternative_text,
        ),
    ),
    Rule("B128", "Enough items that apply to a case", (), (across.applied_share,)),
)


def findings(shelf: Shelf, rules: Iterable[Rule] = RULES) -> Iterator[Finding]:
    """Yield what the rules find in a bank, rule by rule."""
    for rule in rules:
        for look in rule.of_item:
            for one in shelf.questions:
                yield from look(one, shelf)
        for look_at_all in rule.of_bank:
            yield from look_at_all(shelf)
