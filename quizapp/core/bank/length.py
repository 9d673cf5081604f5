"""How much there is to read in a question."""

from typing import Any

_ROWS = ("options", "steps", "lefts", "rights")


def words_to_read(body: dict[str, Any]) -> int:
    """Return the number of words that stand on the page of a question before its answer."""
    rows = [row["text"] for name in _ROWS for row in body.get(name, ())]
    return sum(len(text.split()) for text in (body["stem_text"], body["stimulus_text"], *rows))
