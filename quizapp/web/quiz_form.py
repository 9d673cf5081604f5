"""Which questions a quiz is to have: as an address or a form says it, and in words."""

from typing import Final

from werkzeug.datastructures import MultiDict

from quizapp.core.deck import (
    LONGEST_WORDS,
    MOST_ASKED,
    USUAL_ASKED,
    DeckKind,
    DeckMode,
    DeckStatus,
    Selection,
)

STATUSES: Final = {
    DeckStatus.DUE: "Due for review",
    DeckStatus.MISSED: "Missed, not yet put right",
    DeckStatus.NEVER_RIGHT: "Never right so far",
    DeckStatus.FLAGGED: "Flagged",
    DeckStatus.NEW: "New to you",
    DeckStatus.OTHER: "All others",
}
IN_SHORT: Final = {
    DeckStatus.DUE: "due",
    DeckStatus.MISSED: "missed",
    DeckStatus.NEVER_RIGHT: "never right",
    DeckStatus.FLAGGED: "flagged",
    DeckStatus.NEW: "new",
    DeckStatus.OTHER: "others",
}
KINDS: Final = {
    "": "Any kind",
    DeckKind.CHOICE: "Choose an option",
    DeckKind.TYPED: "Type a word or a number",
    DeckKind.SORTED: "Put in order, or match",
    DeckKind.CARD: "Cards and gaps",
    DeckKind.CASE: "On a case",
}
LEVELS: Final = {
    "": "Any level",
    "recall": "Recall",
    "application": "Application",
    "analysis": "Analysis",
}
MODES: Final = {
    DeckMode.STUDY: ("Study", "Why each option is right or wrong, after each answer."),
    DeckMode.TEST: ("Test", "No word on how it went before the end. Cards and gaps are left out."),
}


def selection_by(values: MultiDict[str, str]) -> Selection:
    """Return what `values` ask for; what cannot be meant does not narrow."""
    kind, level, mode = values.get("kind", ""), values.get("level", ""), values.get("mode", "")
    return Selection(
        banks=frozenset(values.getlist("bank")),
        concept=values.get("concept", ""),
        level=level if level in LEVELS else "",
        kind=DeckKind(kind) if kind in set(DeckKind) else None,
        statuses=frozenset(
            DeckStatus(one) for one in values.getlist("status") if one in set(DeckStatus)
        ),
        words=" ".join(values.get("words", "").replace("\0", " ").split())[:LONGEST_WORDS],
        most=_most(values.get("most", "")),
        mode=DeckMode(mode) if mode in set(DeckMode) else DeckMode.STUDY,
    )


def query_of(chosen: Selection) -> dict[str, str | list[str]]:
    """Return what an address asks for the same selection with; what is usual is left out."""
    fields: dict[str, str | list[str]] = {
        "bank": sorted(chosen.banks),
        "concept": chosen.concept,
        "level": chosen.level,
        "kind": chosen.kind.value if chosen.kind else "",
        "status": sorted(one.value for one in chosen.statuses),
        "words": chosen.words,
        "most": "" if chosen.most == USUAL_ASKED else str(chosen.most),
        "mode": "" if chosen.mode is DeckMode.STUDY else chosen.mode.value,
    }
    return {name: value for name, value in fields.items() if value}


def in_words(chosen: Selection, banks: dict[str, str], concepts: dict[str, str]) -> str:
    """Return a selection as one line: “Missed or flagged; Ruptures and repair; at most 20”."""
    statuses = [IN_SHORT[one] for one in DeckStatus if one in chosen.statuses]
    titles = sorted(banks.get(slug, slug) for slug in chosen.banks)
    parts = [
        " or ".join(statuses),
        ", ".join(titles),
        concepts.get(chosen.concept, chosen.concept),
        LEVELS.get(chosen.level, chosen.level).lower() if chosen.level else "",
        KINDS[chosen.kind].lower() if chosen.kind else "",
        f"with “{chosen.words}”" if chosen.words else "",
        f"at most {chosen.most}",
        "as a test" if chosen.mode is DeckMode.TEST else "",
    ]
    line = "; ".join(part for part in parts if part)
    return line[0].upper() + line[1:]


def _most(text: str) -> int:
    return min(max(int(text), 1), MOST_ASKED) if text.isascii() and text.isdigit() else USUAL_ASKED
