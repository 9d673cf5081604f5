"""A bank that goes out in a format and comes back is the same, but for the losses it names."""

from collections.abc import Callable
from dataclasses import fields, replace
from functools import cache
from pathlib import Path
from typing import Final

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from quizapp.core.bank.foreign import bare
from quizapp.core.bank.gaps import split_gaps
from quizapp.core.bank.html import plain_inline, plain_text
from quizapp.core.bank.model import Bank, Item, Kind, Option, Pair, Step
from quizapp.core.bank.parser import parse_bank
from quizapp.core.bank.tree import parse_tree
from quizapp.services.foreign_formats import FORMATS, Format
from tests.core.bank.generated_banks import banks
from tests.core.bank.test_round_trip import EXAMPLES
from tests.formats.comparing import line, shown

Loss = Callable[[Item], Item]
EXACT: Final = ("json", "csv")
FOREIGN: Final = tuple(name for name in FORMATS if name not in EXACT)


def words(text: str) -> str:
    """The words of a text, as they are shown."""
    return line(escaped(" ".join(text.split())))


def extra_answers_last(item: Item) -> Item:
    rows = [one for one in item.pairs if one.left]
    extra = [one for one in item.pairs if not one.left]
    return replace(item, pairs=(*rows, *extra))


def spaced(html: str) -> str:
    return html.replace(" ", "")


def true_before_false(item: Item) -> Item:
    if item.kind is not Kind.TRUE_FALSE:
        return item
    options = sorted(item.options, key=lambda one: one.text.casefold(), reverse=True)
    return replace(item, options=tuple(options))


def true_and_false(item: Item) -> Item:
    if item.kind is not Kind.TRUE_FALSE:
        return item
    options = true_before_false(item).options
    named = tuple(replace(one, text=one.text.capitalize()) for one in options)
    return replace(item, options=named)


def plain_sides(item: Item) -> Item:
    pairs = tuple(Pair(one.left, escaped(plain_inline(one.right))) for one in item.pairs)
    return replace(item, pairs=pairs)


def plain_gaps(item: Item) -> Item:
    segments, _ = split_gaps(item.cloze)
    gap = [f"[{escaped(plain_inline(one.text))}]" if one.is_gap else one.text for one in segments]
    return replace(item, cloze="".join(gap))


def escaped(text: str) -> str:
    return "".join(
        f"&#{ord(sign)};" if not sign.isalnum() and sign != " " else sign for sign in text
    )


def first_answer(item: Item) -> Item:
    return replace(item, accepted=item.accepted[:1])


def underscored_tags(item: Item) -> Item:
    return replace(
        item, tags=tuple(escaped(plain_inline(tag).replace(" ", "_")) for tag in item.tags)
    )


def words_only(item: Item) -> Item:
    stem = escaped(" ".join(plain_text(item.stem).split()))
    options = tuple(Option(escaped(plain_inline(one.text)), one.is_key) for one in item.options)
    return replace(item, stem=stem, options=options)


def without_reasons_of_steps(item: Item) -> Item:
    return replace(item, steps=tuple(Step(one.text) for one in item.steps))


# What each sentence of `losses` does to an item. None: it is seen to in `expected`, is compared by
# its words, or changes no field.
LOSSES: Final[dict[str, Loss | None]] = {
    "the text of a case stands before each of its questions": None,
    "True and False stand in this order, written so": true_and_false,
    "True stands before False": true_before_false,
    "the words of gaps are without marks": plain_gaps,
    "right sides of matches are without marks, and the two columns without names": plain_sides,
    "accepted answers are without marks": None,  # they are compared by their words
    "a picture stays without its file, as its description": None,  # test_pictures.py
    "answers too many of a match stand last, each once": extra_answers_last,
    "the files of pictures": None,
    "the header of the bank and its introduction": None,
    "ids: the words of a question are its id": None,
    "every mark, line break and picture": words_only,
    "the reasons of options": words_only,
    "the reasons of steps": without_reasons_of_steps,
    "accepted answers after the first": first_answer,
    "spaces in tags are `_`": underscored_tags,
    "a picture has its folder in its name": None,
}


def expected(item: Item, form: Format) -> Item:
    """Return an item as a format gives it back."""
    for loss in form.losses:
        change = LOSSES[loss]
        item = change(item) if change else item
    nothing = {
        one.name: getattr(Item("", item.kind), one.name)
        for one in fields(Item)
        if one.name not in form.fields | {"ref", "kind", "line"}
    }
    options = tuple(Option(one.text, one.is_key, one.rationale) for one in item.options)
    seen = shown(replace(item, options=options))
    case = words(plain_text(item.stimulus)) if form.name == "aiken" else seen.stimulus
    return replace(seen, **{**nothing, "stem": f"{case} {seen.stem}".strip()})


def can_be_asked(item: Item, form: Format) -> bool:
    """Tell whether an item has a question in words, and no table beside a card."""
    texts = f"{item.stimulus}\n\n{item.stem}"
    if item.kind in (Kind.FLASHCARD, Kind.CLOZE):
        return all(one.kind != "table" for one in parse_tree(texts).children)
    return item.kind in form.kinds and bool(plain_text(texts).strip(" \u00a0"))


def assert_comes_back(bank: Bank, form: Format) -> None:
    items = [one for one in bank.items if one.kind in form.kinds and can_be_asked(one, form)]
    if not items:
        return
    whole = replace(bank, items=tuple(items))
    back = form.read(form.write(whole, {}), bank.slug, bank.title)
    assert back.notes == ()
    assert len(back.bank.items) == len(items)
    for item, other in zip(items, back.bank.items, strict=True):
        wanted = expected(item, form)
        if form.name == "aiken":
            wanted = replace(wanted, ref=other.ref)
        wanted = replace(wanted, tags=tuple(dict.fromkeys(wanted.tags)))
        found = replace(shown(other), columns=wanted.columns)
        assert replace(found, stem=spaced(found.stem)) == replace(wanted, stem=spaced(wanted.stem))


@cache
def read(path: Path) -> Bank:
    bank = parse_bank(path.read_text(encoding="utf-8")).bank
    assert bank is not None
    return bank


def exact(bank: Bank) -> tuple[Item, ...]:
    return tuple(map(bare, bank.items))


@pytest.mark.parametrize("name", EXACT)
@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name)
def test_a_shipped_bank_is_the_same_to_the_letter(path: Path, name: str) -> None:
    bank = read(path)
    back = FORMATS[name].read(FORMATS[name].write(bank, {}), bank.slug, bank.title)
    assert exact(back.bank) == exact(bank)
    assert back.notes == ()
    if name == "json":
        assert replace(back.bank, items=()) == replace(bank, items=())


@pytest.mark.parametrize("name", FOREIGN)
@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name)
def test_a_shipped_bank_comes_back(path: Path, name: str) -> None:
    bank = read(path)
    assert_comes_back(bank, FORMATS[name])


@settings(max_examples=20, derandomize=True, phases=[Phase.generate])
@given(banks())
def test_any_bank_is_the_same_to_the_letter(bank: Bank) -> None:
    for form in map(FORMATS.__getitem__, EXACT):
        back = form.read(form.write(bank, {}), bank.slug, bank.title)
        assert exact(back.bank) == exact(bank)


@pytest.mark.parametrize("name", FOREIGN)
def test_any_bank_comes_back(name: str) -> None:
    form = FORMATS[name]

    @settings(
        max_examples=10,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=[HealthCheck.too_slow],
    )
    @given(banks(form.kinds))
    def comes_back(bank: Bank) -> None:
        assert_comes_back(bank, form)

    comes_back()


def test_every_loss_is_one_that_is_tried() -> None:
    assert {loss for form in FORMATS.values() for loss in form.losses} == set(LOSSES)
