"""Bank texts that several tests read."""

import json
from pathlib import Path
from typing import Any, Final, cast

from quizapp.core.bank.model import Bank, Item
from quizapp.core.bank.parser import parse_bank

FOLDER: Final = Path(__file__).parent
EXAMPLE: Final = (FOLDER / "example.md").read_text(encoding="utf-8")
EXAMPLE_BODIES: Final = cast(
    "dict[str, Any]", json.loads((FOLDER / "example.json").read_text(encoding="utf-8"))
)
HEADER: Final = "---\nbank: demo\ntitle: Demo\n---\n"
CHOICE: Final = "## [d-1] One\nWhich?\n\n- [x] this\n- [ ] that\n"


def bank_of(text: str) -> Bank:
    """Return the bank of a text that must have no problem."""
    parsed = parse_bank(text)
    assert parsed.problems == ()
    assert parsed.bank is not None
    return parsed.bank


def item_of(text: str) -> Item:
    """Return the first item of `text`, which lacks its front matter."""
    return bank_of(HEADER + text).items[0]
