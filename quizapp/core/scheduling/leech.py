"""Cards that take time again and again and do not stick: leeches."""

from typing import Final

# Anki speaks up at 8. There a lapse is a moment's work; here a miss brings all options and their
# reasons to read, so the same time is lost earlier. Below 6, chance misses would be warned of.
LEECH_LAPSES: Final = 6


def is_leech(lapses: int) -> bool:
    """Tell whether a card that lapsed so often since it was put right last needs another way."""
    return lapses >= LEECH_LAPSES
