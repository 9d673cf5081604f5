"""The note types that our items become in Anki. Their ids never change."""

from typing import Any, Final

CARD: Final = "Alliance: card"
CLOZE: Final = "Alliance: cloze"
TYPED: Final = "Alliance: typed"
CHOICE: Final = "Alliance: choice"

# Begins an option in the list of a choice, so that options are found again.
OPTION: Final = '<li class="alliance">'

_CSS: Final = ".card { font-family: sans-serif; text-align: left; } .cloze { font-weight: bold; }"
_HINT: Final = "{{#Hint}}<br>{{hint:Hint}}{{/Hint}}"
_MORE: Final = "{{FrontSide}}<hr id=answer>"


def note_types() -> dict[str, dict[str, Any]]:
    """Return the arguments of each note type by its name."""
    return {
        CARD: _type(1_931_400_001, CARD, ("Front", "Back", "Hint"), "{{Front}}", "{{Back}}"),
        CLOZE: _type(
            1_931_400_002,
            CLOZE,
            ("Text", "Explanation", "Hint"),
            "{{cloze:Text}}",
            "{{Explanation}}",
        )
        | {"model_type": 1},
        TYPED: _type(
            1_931_400_003,
            TYPED,
            ("Question", "Answer", "Explanation", "Hint"),
            "{{Question}}<br>{{type:Answer}}",
            "{{Explanation}}",
        ),
        CHOICE: _type(
            1_931_400_004,
            CHOICE,
            ("Question", "Options", "Key", "Reasons", "Explanation", "Hint"),
            "{{Question}}{{Options}}",
            "<b>{{Key}}</b>{{Reasons}}{{Explanation}}",
        ),
    }


def _type(number: int, name: str, fields: tuple[str, ...], front: str, back: str) -> dict[str, Any]:
    # The back of a cloze shows its text with the gaps filled.
    shown = front if "cloze:" in front else _MORE
    return {
        "model_id": number,
        "name": name,
        "fields": [{"name": one} for one in fields],
        "templates": [{"name": "Card 1", "qfmt": front + _HINT, "afmt": f"{shown}<br>{back}"}],
        "css": _CSS,
    }
