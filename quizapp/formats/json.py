"""A bank as JSON: plain text, everything an item says, for scripts and other programs.

Beside the words of each item, `model` holds the bank as it is written, which is what is read
back; a document of others without it is read by its words.
"""

import json
from collections.abc import Mapping
from dataclasses import MISSING, asdict, fields, is_dataclass, replace
from enum import StrEnum
from types import UnionType
from typing import Any, Final, get_args, get_origin, get_type_hints

from quizapp.core.bank.body import full_source
from quizapp.core.bank.cloze import bracketed_text
from quizapp.core.bank.foreign import ImportedBank, Refused, text_of
from quizapp.core.bank.from_html import from_text, inline_from_text
from quizapp.core.bank.html import plain_inline, plain_text
from quizapp.core.bank.intake import Intake
from quizapp.core.bank.model import Bank, Item, Kind, Number, Option, Pair, Step

VERSION: Final = 1


def write(bank: Bank, files: Mapping[str, bytes] | None = None) -> bytes:  # noqa: ARG001
    """Return `bank` as JSON; sources are full references, gaps stand in brackets."""
    document = {
        "version": VERSION,
        "bank": bank.slug,
        "items": [_item(bank, item) for item in bank.items],
        "model": _packed(bank),
    }
    return (json.dumps(document, ensure_ascii=False, indent=2) + "\n").encode()


def read(data: bytes, slug: str, title: str) -> ImportedBank:
    """Return the bank in a document of ours, or of another program with `items` like ours."""
    try:
        document = json.loads(text_of(data))
    except (ValueError, RecursionError) as error:
        raise Refused(f"This is no JSON: {error}") from error
    if not isinstance(document, dict) or document.get("version", VERSION) != VERSION:
        raise Refused(f"This is no bank of version {VERSION}: an object with `items`")
    try:
        if "model" in document:
            return _read_model(document["model"], slug, title)
        return _read_items(document["items"], slug, title)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise Refused(f"A value is missing or of another kind: {error}") from error


def _read_model(model: Any, slug: str, title: str) -> ImportedBank:
    bank = _unpacked(model, Bank)
    intake = Intake("json")
    for item in bank.items:
        intake.begin(item.ref)
        intake.keep(item)
    return intake.done(replace(bank, slug=slug, title=title or bank.title))


def _read_items(items: Any, slug: str, title: str) -> ImportedBank:
    intake = Intake("json")
    for at, entry in enumerate(items, 1):
        intake.begin(f"item {at}")
        stem = from_text(str(entry["stem"]))
        item = Item(
            ref="",
            kind=Kind(entry["kind"]),
            stem=stem,
            options=tuple(map(_read_option, entry.get("options", []))),
            answer=from_text(entry.get("answer", "")),
            steps=tuple(
                Step(inline_from_text(one["text"]), from_text(one.get("rationale", "")))
                for one in entry.get("steps", [])
            ),
            pairs=tuple(
                Pair(inline_from_text(one["left"]), inline_from_text(one["right"]))
                for one in entry.get("pairs", [])
            ),
            columns=tuple(map(inline_from_text, entry.get("columns", []))),
            accepted=tuple(map(inline_from_text, entry.get("accepted", []))),
            number=_unpacked(entry["number"], Number) if entry.get("number") else None,
            explanation=from_text(entry.get("explanation", "")),
        )
        if item.kind is Kind.CLOZE:
            intake.refuse("A cloze is read from `model` only, where its gaps are marked")
            continue
        intake.add(item, str(entry.get("id", "")))
    return intake.done(Bank(slug, title))


def _read_option(entry: Any) -> Option:
    return Option(
        inline_from_text(entry["text"]), bool(entry["key"]), from_text(entry.get("rationale", ""))
    )


def _packed(value: Any) -> Any:
    """Return a value of the model as JSON has it, without lines and what is as usual."""
    if is_dataclass(value):
        return {
            one.name: _packed(getattr(value, one.name))
            for one in fields(value)
            if one.name != "line" and getattr(value, one.name) != _usual(one)
        }
    return [_packed(one) for one in value] if isinstance(value, tuple) else value


def _usual(field: Any) -> Any:
    return {} if field.default_factory is not MISSING else field.default


def _unpacked(value: Any, kind: Any) -> Any:
    """Return what `_packed` made of a value of the type `kind`; raises TypeError for others."""
    if isinstance(kind, UnionType):
        kind = get_args(kind)[0]
    if is_dataclass(kind) and isinstance(kind, type):
        hints = get_type_hints(kind)
        return kind(**{name: _unpacked(one, hints[name]) for name, one in value.items()})
    if get_origin(kind) is tuple and isinstance(value, list):
        return tuple(_unpacked(one, get_args(kind)[0]) for one in value)
    if get_origin(kind) is dict and isinstance(value, dict):
        return {_unpacked(key, str): _unpacked(one, str) for key, one in value.items()}
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return kind(value)
    if not isinstance(kind, type) or not isinstance(value, kind):
        raise TypeError(f"{value!r:.60} where a {getattr(kind, '__name__', 'list')} is expected")
    return value


def _item(bank: Bank, item: Item) -> dict[str, Any]:
    entry: dict[str, Any] = {
        "id": item.ref,
        "kind": item.kind.value,
        "stem": _stem(item),
        "options": [_option(option) for option in item.options],
        "explanation": plain_text(item.explanation),
        "source": full_source(bank, item),
        "concept": item.concepts[0] if item.concepts else "",
        "level": item.level,
        "status": item.status.value,
        "facts": list(item.facts),
        "evidence": item.evidence,
    }
    entry |= _own_answer(item)
    if item.stimulus:
        entry["stimulus"] = plain_text(item.stimulus)
    return entry


def _own_answer(item: Item) -> dict[str, Any]:
    """Return what is right, for the kinds that have no options and no gaps."""
    if item.kind == Kind.FLASHCARD:
        return {"answer": plain_text(item.answer)}
    if item.kind == Kind.ORDER:
        return {"steps": [_step(step) for step in item.steps]}
    if item.kind == Kind.MATCH:
        pairs = [
            {"left": plain_inline(pair.left), "right": plain_inline(pair.right)}
            for pair in item.pairs
        ]
        return {"columns": [plain_inline(column) for column in item.columns], "pairs": pairs}
    if item.kind == Kind.TYPED:
        return {"accepted": [plain_inline(one) for one in item.accepted]}
    return {"number": asdict(item.number)} if item.number else {}


def _step(step: Step) -> dict[str, str]:
    return {"text": plain_inline(step.text), "rationale": plain_text(step.rationale)}


def _stem(item: Item) -> str:
    texts = (plain_text(item.stem), bracketed_text(item.cloze))
    return "\n".join(text for text in texts if text)


def _option(option: Option) -> dict[str, Any]:
    return {
        "text": plain_inline(option.text),
        "key": option.is_key,
        "rationale": plain_text(option.rationale),
    }
