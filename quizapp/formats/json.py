"""A bank as JSON: plain text, everything an item says, for scripts and other programs."""

import json
from dataclasses import asdict
from typing import Any

from quizapp.core.bank.body import full_source
from quizapp.core.bank.cloze import bracketed_text
from quizapp.core.bank.html import plain_inline, plain_text
from quizapp.core.bank.model import Bank, Item, Kind, Option, Step


def write(bank: Bank) -> str:
    """Return `bank` as JSON text; sources are full references, gaps stand in brackets."""
    document = {"bank": bank.slug, "items": [_item(bank, item) for item in bank.items]}
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


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
