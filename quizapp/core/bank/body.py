"""An item as one revision stores it: rendered, self-contained, in plain JSON values."""

import re
from typing import Any

from quizapp.core.bank.cloze import blanked_text, cloze_pieces, gap_parts
from quizapp.core.bank.html import (
    plain_inline,
    plain_text,
    render_block,
    render_inline,
    render_prose,
)
from quizapp.core.bank.identity import carry_ids
from quizapp.core.bank.model import Bank, Item, Option

BODY_VERSION = 3  # goes up when the same text makes another body, so that banks are made anew
_REPEATED_PAGES = re.compile(r"(\d+[-–]\d+), pp?\. \1(?!\d)")  # noqa: RUF001 - pages use it
_BLOCK_START = re.compile(r"\s*([-+*>|]\s|\d+[.)]\s|`{3}|~{3})")


def revision_body(bank: Bank, item: Item, previous: dict[str, Any] | None = None) -> dict[str, Any]:
    """Return the JSON body of `item`; ids of options and gaps are kept from `previous`."""
    before = previous or {}
    parts = gap_parts(item.cloze, _ids(before.get("gaps", ())))
    answer, more = answer_and_more(item.answer)
    explanation = item.explanation or more
    intro = plain_text(item.stem)
    stem_text = "\n".join(text for text in (intro, blanked_text(item.cloze)) if text)
    return {
        "kind": item.kind.value,
        "title": plain_inline(item.title),
        "stem_html": render_block(item.stem),
        "stem_text": stem_text,
        "stimulus_html": render_block(item.stimulus),
        "stimulus_text": plain_text(item.stimulus),
        "case_ref": item.case_ref,
        "case_title": plain_inline(item.case_title),
        "options": _options(item.options, _ids(before.get("options", ()))),
        "answer_html": render_block(answer),
        "answer_text": plain_text(answer),
        "cloze": cloze_pieces(item.cloze, parts),
        "gaps": parts,
        "explanation_html": render_block(explanation),
        "explanation_text": plain_text(explanation),
        "hint_html": render_inline(item.hint),
        "source": full_source(bank, item),
        "source_key": source_key(item),
        **_labels(bank, item),
    }


def answer_and_more(answer: str) -> tuple[str, str]:
    r"""Part a flashcard's answer from what follows it: the first paragraph, and the rest.

    `Zetzel (1956)\n\nHer term …` → `Zetzel (1956)` and `Her term …`; an answer that begins
    with a list, a table or a quote, or announces one with a colon, is not parted.
    """
    first, _, more = answer.partition("\n\n")
    if _BLOCK_START.match(first) or first.rstrip().endswith(":"):
        return answer, ""
    return first, more.strip()


def source_key(item: Item) -> str:
    """Return the key of an item's source: `bordin1979` of `bordin1979, p. 253`."""
    return item.source.partition(",")[0].strip()


def full_source(bank: Bank, item: Item) -> str:
    """Return an item's source with each known key as its full reference.

    `bordin1979, p. 253` → `Bordin, E. S. (1979). … 16(3), 252-260, p. 253`; a locator that only
    repeats the pages of the whole article (`…, 252-260, pp. 252-260`) is not said twice.
    """
    text = item.source
    if text in bank.sources:
        return bank.sources[text]
    keys = sorted(bank.sources, key=len, reverse=True)
    if not keys:
        return text
    pattern = re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, keys))})(?![\w-])")
    full = pattern.sub(lambda found: bank.sources[found[0]].rstrip(". "), text)
    return _REPEATED_PAGES.sub(r"\1", full)


def _labels(bank: Bank, item: Item) -> dict[str, Any]:
    return {
        "concepts": list(item.concepts),
        "topic": item.topic,
        "section": item.section,
        "level": item.level,
        "evidence": item.evidence,
        "facts": list(item.facts),
        "tags": list(item.tags),
        "siblings": list(item.siblings),
        "language": bank.language,
    }


def _ids(parts: Any) -> list[tuple[str, str]]:
    return [(str(part["id"]), str(part["text"])) for part in parts]


def _options(options: tuple[Option, ...], previous: list[tuple[str, str]]) -> list[dict[str, Any]]:
    texts = [plain_inline(option.text) for option in options]
    ids = carry_ids("o", texts, previous)
    return [
        {
            "id": option_id,
            "html": render_inline(option.text),
            "text": text,
            "key": option.is_key,
            "rationale_html": render_prose(option.rationale),
            "rationale_text": plain_text(option.rationale),
            "concept": option.concept,
            "pin": option.is_pinned_last,
        }
        for option, option_id, text in zip(options, ids, texts, strict=True)
    ]
