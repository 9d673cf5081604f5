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


SERVED_KINDS = frozenset({Kind.SINGLE, Kind.TRUE_FALSE, Kind.MULTI, Kind.FLASHCARD, Kind.CLOZE})
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
class Item:
    """One question. Which of `options`, `answer` and `cloze` is filled depends on `kind`."""

    ref: str
    kind: Kind
    title: str = ""
    stem: str = ""  # prose before the options; the Q: text of a flashcard
    options: tuple[Option, ...] = ()
    answer: str = ""  # the A: text of a flashcard
    cloze: str = ""  # the C: text with its [gaps]
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
