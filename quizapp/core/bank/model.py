"""What a bank is once it is read: plain values, no behaviour.

All prose is Markdown source text exactly as the educator wrote it (dedented);
`html.py` renders it. Lines are 1-based lines of the bank file.
"""

from dataclasses import dataclass, field
from enum import StrEnum


class Kind(StrEnum):
    """The kinds of item a learner can be served."""

    SINGLE = "single"
    TRUE_FALSE = "truefalse"
    MULTI = "multi"
    FLASHCARD = "flashcard"
    CLOZE = "cloze"
    TYPED = "typed"
    NUMERIC = "numeric"
    ORDER = "order"
    MATCH = "match"


SELF_GRADED_KINDS = frozenset({Kind.FLASHCARD, Kind.CLOZE})


class Status(StrEnum):
    LIVE = "live"
    DRAFT = "draft"
    RETIRED = "retired"


@dataclass(frozen=True, slots=True)
class Option:
    """One answer a learner can pick. `text` and `rationale` are Markdown source."""

    text: str
    is_key: bool
    rationale: str = ""
    concept: str = ""
    facts: tuple[str, ...] = ()
    is_pinned_last: bool = False
    line: int = 0


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to put in order; its place in `Item.steps` is its right place."""

    text: str
    rationale: str = ""  # why it stands here; may be empty
    line: int = 0


@dataclass(frozen=True, slots=True)
class Pair:
    """One row of a match item. `left` is empty where `right` is an answer too many."""

    left: str
    right: str
    line: int = 0


@dataclass(frozen=True, slots=True)
class Number:
    """A number and how far an answer may be off, as decimal text: `36`, `0.05`."""

    value: str
    tolerance: str = "0"


@dataclass(frozen=True, slots=True)
class Item:
    """One question. Which of the fields from `options` to `number` is filled hangs on `kind`."""

    ref: str
    kind: Kind
    title: str = ""
    stem: str = ""  # prose before the options; the Q: text of a flashcard
    options: tuple[Option, ...] = ()
    answer: str = ""  # the A: text of a flashcard
    cloze: str = ""  # the C: text with its [gaps]
    steps: tuple[Step, ...] = ()  # of an order item, in the right order
    pairs: tuple[Pair, ...] = ()  # of a match item
    columns: tuple[str, ...] = ()  # what the two columns of a match item are called
    accepted: tuple[str, ...] = ()  # of a typed item; the first is the one shown as the answer
    number: Number | None = None  # of a numeric item
    explanation: str = ""
    stimulus: str = ""  # prose of the case the item belongs to
    case_ref: str = ""
    status: Status = Status.LIVE
    source: str = ""  # as written: "bordin1979, p. 253"
    concepts: tuple[str, ...] = ()  # the first is the primary one
    topic: str = ""
    section: str = ""
    level: str = ""
    hint: str = ""
    facts: tuple[str, ...] = ()
    evidence: str = ""
    tags: tuple[str, ...] = ()
    was: tuple[str, ...] = ()
    alias: tuple[str, ...] = ()
    siblings: tuple[str, ...] = ()
    is_new: bool = False  # `New: yes`: a new item under an old id
    line: int = 0
    case_title: str = ""
    part_title: str = ""  # the `# Title` above the item, for educators


@dataclass(frozen=True, slots=True)
class Bank:
    """One bank file. `sources` maps a source key to its full reference."""

    slug: str
    title: str
    language: str = "en"
    license: str = ""
    authors: tuple[str, ...] = ()
    description: str = ""
    intro: str = ""  # Markdown before the first heading
    sources: dict[str, str] = field(default_factory=dict)
    items: tuple[Item, ...] = ()
    exam: str = ""  # `exam` of the defaults
