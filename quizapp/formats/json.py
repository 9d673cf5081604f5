"""A bank as JSON: plain text, everything an item says, for scripts and other programs."""

import json
from typing import Any

from quizapp.core.bank.body import full_source
from quizapp.core.bank.cloze import bracketed_text
from quizapp.core.bank.html import plain_inline, plain_text
from quizapp.core.bank.model import Bank, Item, Kind, Option


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
    if item.kind == Kind.FLASHCARD:
        entry["answer"] = plain_text(item.answer)
    if item.stimulus:
        entry["stimulus"] = plain_text(item.stimulus)
    return entry


def _stem(item: Item) -> str:
    texts = (plain_text(item.stem), bracketed_text(item.cloze))
    return "\n".join(text for text in texts if text)


def _option(option: Option) -> dict[str, Any]:
    return {
        "text": plain_inline(option.text),
        "key": option.is_key,
        "rationale": plain_text(option.rationale),
    }
