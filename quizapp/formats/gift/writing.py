"""Writes GIFT: a question a paragraph, its answers in braces."""

from collections.abc import Mapping
from itertools import groupby
from typing import Final

from quizapp.core.bank.html import plain_inline, render_block, render_inline
from quizapp.core.bank.model import Bank, Item, Kind, Option
from quizapp.core.bank.outgoing import asked_html, foreign_id, name_of, right_share, true_first

KINDS: Final = (*(Kind.SINGLE, Kind.MULTI, Kind.TRUE_FALSE, Kind.TYPED, Kind.NUMERIC, Kind.MATCH),)

_SIGNS: Final = str.maketrans({sign: f"\\{sign}" for sign in "\\~=#{}:"} | {"\n": "\\n"})


def write(bank: Bank, files: Mapping[str, bytes] | None = None) -> bytes:  # noqa: ARG001
    """Return the items of `bank` that GIFT can hold; parts are categories."""
    items = [item for item in bank.items if item.kind in KINDS]
    parts: list[str] = []
    for part, members in groupby(items, lambda item: item.part_title):
        path = f"$course$/top/{plain_inline(part).replace('/', '//')}".rstrip("/")
        parts += [f"$CATEGORY: {path}", *map(_item, members)]
    return ("\n\n".join(parts) + "\n").encode()


def _item(item: Item) -> str:
    labels = [f"[id:{_label(foreign_id(item, 'gift'))}]"]
    labels += [f"[tag:{_label(plain_inline(tag))}]" for tag in item.tags]
    more = f"\n####{_text(render_block(item.explanation))}" if item.explanation else ""
    title, stem = _text(name_of(item, "gift")), _text(asked_html(item))
    return f"// {' '.join(labels)}\n::{title}::[html]{stem} {{{_answers(item)}{more}}}"


def _answers(item: Item) -> str:
    if item.kind is Kind.TRUE_FALSE:
        return _true_false(item)
    if item.kind is Kind.NUMERIC and item.number:
        return f"#{item.number.value}:{item.number.tolerance}"
    if item.kind is Kind.MATCH:
        pairs = [
            f"={_text(render_inline(one.left))} -> {_text(plain_inline(one.right))}"
            for one in item.pairs
        ]
        return "\n" + "\n".join(pairs)
    if item.kind is Kind.TYPED:
        return " ".join(f"={_text(plain_inline(one))}" for one in item.accepted)
    keys = sum(one.is_key for one in item.options)
    share = f"%{right_share(keys)}%" if item.kind is Kind.MULTI else ""
    return "\n" + "\n".join(_option(one, share) for one in item.options)


def _option(option: Option, share: str) -> str:
    sign = "=" if option.is_key and not share else "~"
    weight = share if option.is_key else share.replace("%", "%-", 1)
    return f"{sign}{weight}{_text(render_inline(option.text))}{_feedback(option.rationale)}"


def _true_false(item: Item) -> str:
    true, false = true_first(item)
    right, wrong = (true, false) if true.is_key else (false, true)
    feedback = _feedback(wrong.rationale)
    if right.rationale:
        feedback = f"{feedback or '#'}{_feedback(right.rationale)}"
    return ("T" if true.is_key else "F") + feedback


def _feedback(rationale: str) -> str:
    return f"#{_text(render_block(rationale))}" if rationale else ""


def _text(text: str) -> str:
    return text.translate(_SIGNS)


def _label(text: str) -> str:
    text = text.replace("]", "\\]")
    return f"{text} " if text.endswith("\\") else text
