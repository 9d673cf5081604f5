"""Cells of a table for a spreadsheet."""

FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet would take for a formula


def plain_cell(text: str) -> str:
    """Return a cell that no spreadsheet runs: what looks like a formula is marked as text."""
    return f"'{text}" if text.startswith(FORMULA) else text
