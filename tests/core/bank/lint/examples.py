"""The examples of docs/bank-check.md: for each code one that is flagged and one that is fine."""

import re
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[4]
DOCS: Final = (ROOT / "docs" / "bank-check.md").read_text(encoding="utf-8")
HEADER: Final = """---
bank: demo
title: Demo
sources:
  bordin1979: "Bordin, E. S. (1979). The generalizability of the concept. Psychotherapy, 16(3)."
---
"""
_SECTION: Final = re.compile(r"^### (B1\d\d): (.+)$", re.MULTILINE)
_EXAMPLE: Final = re.compile(
    r"^(Flagged|Fine):\n\n```markdown\n(.*?)^```$", re.MULTILINE | re.DOTALL
)


def titles() -> dict[str, str]:
    return dict(_SECTION.findall(DOCS))


def examples() -> dict[str, dict[str, str]]:
    """Return by code the examples under its heading, each as the text of a bank."""
    parts = _SECTION.split(DOCS)
    return {
        code: {name: HEADER + text for name, text in _EXAMPLE.findall(body)}
        for code, body in zip(parts[1::3], parts[3::3], strict=True)
    }
