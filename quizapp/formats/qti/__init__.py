"""QTI 1.2 as Canvas and text2qti write it; may not import the other formats."""

from quizapp.formats.qti.reading import read
from quizapp.formats.qti.writing import KINDS, write

__all__ = ["KINDS", "read", "write"]
