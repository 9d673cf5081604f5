"""What the architecture tests look at: the project's files and its documents."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent


def python_files(*folders: str) -> list[Path]:
    """Every Python file in `folders`, sorted; caches left out."""
    return sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py"))


def shown(path: Path) -> str:
    """`path` as seen from the project folder, with forward slashes."""
    return path.relative_to(ROOT).as_posix()


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Every function and method of a Python file."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def headings(path: Path) -> list[str]:
    """The headings of a Markdown file, without their number signs; code blocks are no headings."""
    text = re.sub(
        r"^```.*?^```", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL
    )
    return re.findall(r"^#+ +(.+)$", text, flags=re.MULTILINE)


def all_headings() -> list[str]:
    """The headings of every page in docs/, ADRs left out."""
    return [heading for page in sorted((ROOT / "docs").glob("*.md")) for heading in headings(page)]
