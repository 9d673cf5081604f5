"""The concept file beside the banks: `concepts.yaml`."""

from pathlib import Path
from typing import Final

from quizapp.core.bank.concepts import Concept, parse_concepts

NAME: Final = "concepts.yaml"


def concepts_beside(path: Path) -> dict[str, Concept]:
    """Return the concepts of the folder `path`, or of the one that a file lies in; maybe none."""
    file = (path if path.is_dir() else path.parent) / NAME
    if not file.exists():
        return {}
    return parse_concepts(file.read_text(encoding="utf-8"))[0]
