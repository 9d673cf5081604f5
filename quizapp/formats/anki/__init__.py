"""Anki packages, `.apkg` of both generations; may not import the other formats."""

from quizapp.formats.anki.reading import read
from quizapp.formats.anki.writing import KINDS, write

__all__ = ["KINDS", "read", "write"]
