"""GIFT, as Moodle writes and reads it; may not import the other formats."""

from quizapp.formats.gift.reading import read
from quizapp.formats.gift.writing import KINDS, write

__all__ = ["KINDS", "read", "write"]
