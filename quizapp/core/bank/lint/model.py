"""What the rules look at: the items of a bank with their words taken apart once."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from quizapp.core.bank.body import answer_and_more
from quizapp.core.bank.lint.wording import content_words, plain
from quizapp.core.bank.model import Bank, Item, Kind, Option, Status
from quizapp.core.bank.problems import Problem, ProblemLevel

PICKED_KINDS = frozenset({Kind.SINGLE, Kind.TRUE_FALSE, Kind.MULTI})


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule found: the item's ref, empty for the whole bank, and the problem."""

    ref: str
    problem: Problem


@dataclass(frozen=True)
class Choice:
    """One option in plain words."""

    option: Option
    text: str

    @property
    def is_key(self) -> bool:
        return self.option.is_key

    @property
    def line(self) -> int:
        return self.option.line

    @property
    def length(self) -> int:
        return len(self.text)

    @cached_property
    def words(self) -> frozenset[str]:
        return content_words(self.text)


@dataclass(frozen=True)
class Question:
    """One item in plain words: `stem` is what is asked, of whatever kind."""

    item: Item
    stem: str
    choices: tuple[Choice, ...] = ()

    @property
    def ref(self) -> str:
        return self.item.ref

    @property
    def line(self) -> int:
        return self.item.line

    @property
    def is_single(self) -> bool:
        """Tell whether one of several options is to be picked; true or false is no such choice."""
        return self.item.kind is Kind.SINGLE

    @cached_property
    def keys(self) -> tuple[Choice, ...]:
        return tuple(one for one in self.choices if one.is_key)

    @cached_property
    def distractors(self) -> tuple[Choice, ...]:
        return tuple(one for one in self.choices if not one.is_key)

    @cached_property
    def stem_words(self) -> frozenset[str]:
        return content_words(self.stem)

    @cached_property
    def explanation(self) -> str:
        return plain(self.item.explanation or answer_and_more(self.item.answer)[1])

    def found(
        self,
        code: str,
        message: str,
        hint: str,
        *,
        line: int = 0,
        level: ProblemLevel = ProblemLevel.WARNING,
    ) -> Finding:
        """Return a finding about this item, at its heading or at `line`."""
        return Finding(self.ref, Problem(line or self.line, 1, code, message, hint, level))


@dataclass(frozen=True)
class Shelf:
    """The items of one bank that can be asked; retired ones are left alone.

    `is_house` marks a bank that is held to the standard of shipped ones.
    """

    bank: Bank
    is_house: bool = False
    questions: tuple[Question, ...] = field(default=())

    @cached_property
    def singles(self) -> tuple[Question, ...]:
        return tuple(one for one in self.questions if one.is_single)

    @cached_property
    def word_counts(self) -> Counter[str]:
        """How many items have a word in what is asked or offered."""
        counts: Counter[str] = Counter()
        for one in self.questions:
            counts.update(one.stem_words.union(*(choice.words for choice in one.choices)))
        return counts

    def found(self, code: str, message: str, hint: str, level: ProblemLevel) -> Finding:
        """Return a finding about the whole bank, reported at its first line."""
        return Finding("", Problem(1, 1, code, message, hint, level))


def shelf_of(bank: Bank, *, is_house: bool = False) -> Shelf:
    """Take a bank apart for the rules."""
    asked = (item for item in bank.items if item.status is not Status.RETIRED)
    return Shelf(bank, is_house, tuple(question_of(item) for item in asked))


def question_of(item: Item) -> Question:
    """Take one item apart."""
    stem = plain("\n".join(text for text in (item.stem, item.cloze) if text))
    choices = tuple(Choice(option, plain(option.text)) for option in item.options)
    return Question(item, stem, choices)


def pairs_of(choices: tuple[Choice, ...]) -> Iterator[tuple[Choice, Choice]]:
    """Yield each two options once."""
    for index, one in enumerate(choices):
        for other in choices[index + 1 :]:
            yield one, other
