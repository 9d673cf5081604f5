"""Banks as values, of every kind and with any text that a bank can hold, for property tests."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from hypothesis import strategies as st

from quizapp.core.bank.folding import fold_answer
from quizapp.core.bank.foreign import bare
from quizapp.core.bank.gaps import split_gaps
from quizapp.core.bank.html import plain_inline
from quizapp.core.bank.model import Bank, Item, Kind, Number, Option, Pair, Status, Step
from quizapp.core.bank.reading.fields import begins_with_key, mistyped_key
from quizapp.core.bank.tree import parse_tree
from tests.core.bank.generated_texts import LINES, PROSE, Texts, joined

_FIELD_AFTER_DOT: Final = re.compile(r"·\s+[A-Za-z]+ *:")
_CARD_MARK: Final = re.compile(r"^ *[QAC]:", re.MULTILINE)

IDS: Final = st.from_regex(r"[a-z0-9][a-z0-9-]{0,8}", fullmatch=True)
FOLDED: Final = st.text(st.characters(exclude_categories=["Cs"]), max_size=30).map(
    lambda text: " ".join(text.split())
)
NAMES: Final = FOLDED.filter(bool)
VALUES: Final = LINES.map(lambda text: " ".join(text.split())).filter(
    lambda text: not _FIELD_AFTER_DOT.search(text)
)


def _words() -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(VALUES, max_size=3).map(tuple)


def _entries(box: str = "") -> Texts:
    """Return the text of an option (behind its box) or a step: one paragraph without indents."""

    def is_whole(text: str) -> bool:
        lines = text.split("\n")
        first = parse_tree(box + lines[0]).children[0]
        is_text = first.kind == "paragraph" and (box or not text.startswith("["))
        return is_text and not any(
            line.startswith(">")
            or begins_with_key(line)
            or mistyped_key(line)
            or not line.strip("=")
            for line in lines
        )

    return joined(LINES, "\n").filter(is_whole)


def _rationales() -> Texts:
    return st.one_of(st.just(""), st.just(""), PROSE)


OPTIONS: Final = st.builds(
    Option,
    text=_entries("[x] "),
    is_key=st.booleans(),
    rationale=_rationales(),
    concept=st.one_of(st.just(""), IDS),
    facts=_words(),
    is_pinned_last=st.booleans(),
)
STEPS: Final = st.builds(Step, text=_entries(), rationale=_rationales())
CELLS: Final = LINES.map(str.strip)


def _distinct(text: str) -> str:
    return " ".join(text.casefold().split())


@st.composite
def _choices(draw: st.DrawFn) -> Item:
    options = draw(
        st.lists(OPTIONS, min_size=2, max_size=4, unique_by=lambda one: _distinct(one.text))
    )
    right = draw(st.sets(st.integers(0, len(options) - 1), min_size=1))
    keyed = tuple(replace(one, is_key=at in right) for at, one in enumerate(options))
    kind = Kind.MULTI if len(right) > 1 else Kind.SINGLE
    return Item("", kind, stem=draw(PROSE), options=keyed, explanation=draw(_rationales()))


@st.composite
def _true_false(draw: st.DrawFn) -> Item:
    true = draw(OPTIONS)
    options = (
        replace(true, text="True"),
        replace(draw(OPTIONS), text="false", is_key=not true.is_key),
    )
    return Item("", Kind.TRUE_FALSE, stem=draw(PROSE), options=options)


def _card_texts() -> Texts:
    """Return what may stand behind `Q:`; a table or a mark at a line's start would end the card."""
    return PROSE.filter(
        lambda text: (
            not _CARD_MARK.search(text)
            and all(node.kind != "table" for node in parse_tree(text).children)
            and not (text[0] in "~`" and parse_tree(text).children[0].kind != "fence")
        )
    )


FLASHCARDS: Final = st.builds(
    Item, st.just(""), st.just(Kind.FLASHCARD), stem=_card_texts(), answer=_card_texts()
)


def _is_cloze(text: str) -> bool:
    segments, faults = split_gaps(text)
    lines = text.split("\n")
    is_paragraph = [node.kind for node in parse_tree("C: " + text).children] == ["paragraph"]
    return (
        is_paragraph
        and not faults
        and any(one.is_gap for one in segments)
        and not any(_CARD_MARK.match(line) or set(line) == {"="} for line in lines)
    )


CLOZES: Final = st.builds(
    Item,
    st.just(""),
    st.just(Kind.CLOZE),
    stem=st.one_of(st.just(""), _card_texts()),
    cloze=joined(
        st.one_of(LINES, LINES.map(lambda text: f"{text} [bond] and [*task*].")), "\n"
    ).filter(_is_cloze),
    explanation=st.one_of(st.just(""), _card_texts()),
)


def _decimals(least: int) -> Texts:
    return st.decimals(least, 10**6, places=3, allow_nan=False).map(lambda number: f"{number:f}")


ANSWERS: Final = VALUES.filter(
    lambda text: "±" not in text and any(one.isalpha() for one in fold_answer(plain_inline(text)))
)
STEM_OF_ONE: Final = PROSE.filter(
    lambda text: all(node.kind != "rule" for node in parse_tree(text).children)
)
TYPED: Final = st.builds(
    Item,
    st.just(""),
    st.just(Kind.TYPED),
    stem=STEM_OF_ONE,
    accepted=st.lists(ANSWERS, min_size=1, max_size=3).map(tuple),
    explanation=_rationales(),
)
NUMERIC: Final = st.builds(
    Item,
    st.just(""),
    st.just(Kind.NUMERIC),
    stem=STEM_OF_ONE,
    number=st.builds(Number, _decimals(-(10**6)), _decimals(0)),
    explanation=_rationales(),
)
ORDERS: Final = st.builds(
    Item,
    st.just(""),
    st.just(Kind.ORDER),
    stem=PROSE,
    steps=st.lists(STEPS, min_size=3, max_size=4, unique_by=lambda one: _distinct(one.text)).map(
        tuple
    ),
    explanation=_rationales(),
)


@st.composite
def _matches(draw: st.DrawFn) -> Item:
    texts = draw(st.lists(CELLS, min_size=4, max_size=7, unique_by=_distinct))
    pairs = [
        Pair(texts[0], texts[1]),
        Pair(texts[2], texts[3]),
        *(Pair("", one) for one in texts[4:]),
    ]
    columns = (draw(CELLS), draw(CELLS))
    rows = draw(st.permutations(pairs))
    return Item(
        "",
        Kind.MATCH,
        stem=draw(PROSE),
        pairs=tuple(rows),
        columns=columns,
        explanation=draw(_rationales()),
    )


KINDS: Final = {
    Kind.SINGLE: _choices(),
    Kind.MULTI: _choices(),
    Kind.TRUE_FALSE: _true_false(),
    Kind.FLASHCARD: FLASHCARDS,
    Kind.CLOZE: CLOZES,
    Kind.TYPED: TYPED,
    Kind.NUMERIC: NUMERIC,
    Kind.ORDER: ORDERS,
    Kind.MATCH: _matches(),
}


@st.composite
def items(draw: st.DrawFn, ref: str, shape: st.SearchStrategy[Item]) -> Item:
    """Return an item of one kind with any fields."""
    return replace(
        draw(shape),
        ref=ref,
        title=draw(st.one_of(st.just(""), LINES)),
        status=draw(st.sampled_from(list(Status))),
        source=draw(st.one_of(st.just(""), VALUES)),
        concepts=tuple(draw(st.lists(IDS, max_size=2))),
        topic=draw(st.one_of(st.just(""), IDS)),
        section=draw(st.sampled_from(["", "R", "C", "R, C"])),
        level=draw(st.sampled_from(["", "recall", "application", "analysis"])),
        hint=draw(st.one_of(st.just(""), VALUES)),
        facts=draw(_words()),
        evidence=draw(st.sampled_from(["", "verified", "secondary", "memory"])),
        tags=draw(_words()),
        was=tuple(draw(st.sampled_from([[], [f"{ref}-old"], [f"{ref}-a", f"{ref}-b"]]))),
        alias=draw(_words()),
        siblings=tuple(draw(st.sampled_from([[], [ref], ["other/x"]]))),
        is_new=draw(st.booleans()),
    )


@st.composite
def banks(draw: st.DrawFn, kinds: Sequence[Kind] = tuple(KINDS)) -> Bank:
    """Return a bank with one to four items of the given kinds, in parts and cases."""
    found: list[Item] = []
    group = Item("", Kind.SINGLE)
    for number, kind in enumerate(draw(st.lists(st.sampled_from(kinds), min_size=1, max_size=4))):
        place = draw(st.sampled_from(["same", "part", "case"]))
        if place == "part":
            title = draw(st.one_of(st.just(""), LINES.map(str.strip)))
            group = Item("", Kind.SINGLE, part_title=title)
        elif place == "case":
            title = draw(st.one_of(st.just(""), LINES))
            group = replace(
                Item("", Kind.SINGLE),
                case_ref=f"case-{number}",
                case_title=title,
                stimulus=draw(PROSE),
            )
        item = draw(items(f"i-{number}", KINDS[kind]))
        found.append(
            replace(
                item,
                part_title=group.part_title,
                case_ref=group.case_ref,
                case_title=group.case_title,
                stimulus=group.stimulus,
            )
        )
    return Bank(
        slug=draw(IDS),
        title=draw(NAMES),
        language=draw(st.sampled_from(["en", "de", "pt-BR"])),
        license=draw(FOLDED),
        authors=tuple(draw(st.lists(NAMES, max_size=2))),
        description=draw(FOLDED),
        intro=draw(st.one_of(st.just(""), PROSE)),
        sources=draw(st.dictionaries(NAMES, NAMES, max_size=3)),
        items=tuple(found),
        exam=draw(st.one_of(st.just(""), NAMES.filter(lambda text: text.strip(", ")))),
    )


def without_lines(bank: Bank) -> Bank:
    """Return `bank` without the line numbers of its file."""
    return replace(bank, items=tuple(map(bare, bank.items)))
