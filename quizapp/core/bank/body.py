"""An item as one revision stores it: rendered, self-contained, in plain JSON values."""

import re
from collections.abc import Iterable
from dataclasses import asdict
from functools import lru_cache
from typing import Any, Final

from quizapp.core.bank.cloze import blanked_text, cloze_pieces, gap_parts
from quizapp.core.bank.html import (
    plain_inline,
    plain_text,
    render_block,
    render_inline,
    render_prose,
)
from quizapp.core.bank.identity import carry_ids, fold
from quizapp.core.bank.model import Bank, Item, Option, Step

BODY_VERSION: Final = (
    5  # goes up when the same text makes another body, so that banks are made anew
)
ID_PREFIXES: Final = {"options": "o", "gaps": "g", "steps": "t", "lefts": "l", "rights": "r"}
_REPEATED_PAGES: Final = re.compile(r"(\d+[-–]\d+), pp?\. \1(?!\d)")
_BLOCK_START: Final = re.compile(r"\s*([-+*>|]\s|\d+[.)]\s|`{3}|~{3})")


def revision_body(bank: Bank, item: Item) -> dict[str, Any]:
    """Return the JSON body of `item`, with the ids that its parts get when they are new.

    Every body has every key: what the kind of the item does not have is empty.
    """
    gaps = gap_parts(item.cloze)
    answer, answer_html, more = _answer(item)
    explanation = item.explanation or more
    intro = plain_text(item.stem)
    stem_text = "\n".join(text for text in (intro, blanked_text(item.cloze)) if text)
    return {
        "kind": item.kind.value,
        "title": plain_inline(item.title),
        "stem_html": render_block(item.stem),
        "stem_text": stem_text,
        **_stimulus(item.stimulus),
        "case_ref": item.case_ref,
        "case_title": plain_inline(item.case_title),
        "options": _options(item.options),
        "steps": _steps(item.steps),
        **_rows(item),
        "accepted": [plain_inline(one) for one in item.accepted],
        "number": asdict(item.number) if item.number else None,
        "answer_html": answer_html,
        "answer_text": answer,
        "cloze": cloze_pieces(item.cloze, gaps),
        "gaps": gaps,
        "explanation_html": render_block(explanation),
        "explanation_text": plain_text(explanation),
        "hint_html": render_inline(item.hint),
        "source": full_source(bank, item),
        "source_key": source_key(item),
        "is_new": item.is_new,
        **_labels(bank, item),
    }


def carried(body: dict[str, Any], previous: dict[str, Any]) -> dict[str, Any]:
    """Return `body` with the ids that its parts had in the body `previous`, by best match.

    Options, gaps, steps and the two sides of a match keep their ids through edits; what is
    new gets an id that `previous` has not given to another text. Nothing is rendered.
    """
    new_ids = {key: _carried_ids(body[key], previous.get(key, ()), key) for key in ID_PREFIXES}
    made = body | {
        key: [part | {"id": ids[part["id"]]} for part in body[key]] for key, ids in new_ids.items()
    }
    made["cloze"] = [
        piece | {"gap": new_ids["gaps"][piece["gap"]]} if "gap" in piece else piece
        for piece in body["cloze"]
    ]
    made["pairs"] = {
        new_ids["lefts"][left]: new_ids["rights"][right] for left, right in body["pairs"].items()
    }
    return made


def _carried_ids(
    parts: Iterable[dict[str, Any]], previous: Iterable[dict[str, Any]], key: str
) -> dict[str, str]:
    """Return fresh id → id to keep, for the parts of a body under `key`."""
    fresh = {str(part["id"]): str(part["text"]) for part in parts}
    before = [(str(part["id"]), str(part["text"])) for part in previous]
    kept = carry_ids(ID_PREFIXES[key], list(fresh.values()), before)
    return dict(zip(fresh, kept, strict=True))


def _answer(item: Item) -> tuple[str, str, str]:
    """Return words and HTML of the answer that is shown, and Markdown that explains it."""
    if item.number:
        return item.number.value, item.number.value, ""
    if item.accepted:
        return plain_inline(item.accepted[0]), render_inline(item.accepted[0]), ""
    answer, more = answer_and_more(item.answer)
    return plain_text(answer), render_block(answer), more


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


# The items of a case share its text, and render it once.
@lru_cache(maxsize=8)
def _case_text(stimulus: str) -> tuple[str, str]:
    return render_block(stimulus), plain_text(stimulus)


def _stimulus(stimulus: str) -> dict[str, str]:
    html, text = _case_text(stimulus)
    return {"stimulus_html": html, "stimulus_text": text}


def _options(options: tuple[Option, ...]) -> list[dict[str, Any]]:
    return [
        part
        | {
            "key": option.is_key,
            "rationale_html": render_prose(option.rationale),
            "rationale_text": plain_text(option.rationale),
            "concept": option.concept,
            "pin": option.is_pinned_last,
        }
        for option, part in zip(
            options, _parts("options", [one.text for one in options]), strict=True
        )
    ]


def _steps(steps: tuple[Step, ...]) -> list[dict[str, Any]]:
    return [
        part
        | {
            "rationale_html": render_prose(step.rationale),
            "rationale_text": plain_text(step.rationale),
        }
        for step, part in zip(steps, _parts("steps", [one.text for one in steps]), strict=True)
    ]


def _rows(item: Item) -> dict[str, Any]:
    """Return the sides of a match, each text once, and which left has which right."""
    lefts = _parts("lefts", [pair.left for pair in item.pairs if pair.left])
    texts: dict[str, str] = {}
    for pair in item.pairs:
        texts.setdefault(fold(plain_inline(pair.right)), pair.right)
    rights = dict(zip(texts, _parts("rights", list(texts.values())), strict=True))
    answers = [fold(plain_inline(pair.right)) for pair in item.pairs if pair.left]
    return {
        "columns": [plain_inline(column) for column in item.columns],
        "lefts": lefts,
        "rights": list(rights.values()),
        "pairs": {
            left["id"]: rights[right]["id"] for left, right in zip(lefts, answers, strict=True)
        },
    }


def _parts(key: str, written: list[str]) -> list[dict[str, Any]]:
    """Return id, HTML and words of each text."""
    texts = [plain_inline(one) for one in written]
    ids = carry_ids(ID_PREFIXES[key], texts, [])
    return [
        {"id": one, "html": render_inline(md), "text": text}
        for one, md, text in zip(ids, written, texts, strict=True)
    ]
