"""Moodle XML; may not import the other formats."""

from quizapp.formats.moodle_xml.reading import read
from quizapp.formats.moodle_xml.writing import KINDS, write

__all__ = ["KINDS", "read", "write"]
