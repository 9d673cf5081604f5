"""`make security`: run the tests of every row and write the table of docs/security.md."""

import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree as ET

from quizapp.config import ROOT
from tests.security.table import DOC, Row, rows, with_table


def main() -> int:
    """Print the table and keep it. Returns 1 when a test of it failed or did not run."""
    every = rows()
    wanted = sorted({f"tests/{name}" for row in every for name in row.tests})
    outcomes = run(wanted)
    lacking = {name for row in every for name in row.tests if set(outcomes[name]) != {"passed"}}
    text = with_table(DOC.read_text(), every, lambda row: result_of(row, outcomes))
    DOC.write_text(text)
    print(text)
    for name in sorted(lacking):
        print(f"{name}: {dict(outcomes[name])}", file=sys.stderr)
    return 1 if lacking else 0


def run(names: list[str]) -> dict[str, Counter[str]]:
    """Return how often each test passed, failed or was skipped."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.xml"
        command = [sys.executable, "-m", "pytest", "-q", "-n", "2", f"--junitxml={report}", *names]
        subprocess.run(command, cwd=ROOT, check=False, stdout=sys.stderr)
        cases = list(ET.parse(report).iter("testcase"))  # noqa: S314 - written a line above
    outcomes: dict[str, Counter[str]] = {name.removeprefix("tests/"): Counter() for name in names}
    for case in cases:
        file = case.get("classname", "").replace(".", "/").removeprefix("tests/") + ".py"
        name = f"{file}::{case.get('name', '').partition('[')[0]}"
        failed = any(child.tag in {"failure", "error", "skipped"} for child in case)
        outcomes.setdefault(name, Counter())["not passed" if failed else "passed"] += 1
    return outcomes


def result_of(row: Row, outcomes: dict[str, Counter[str]]) -> str:
    """Return what the row's tests came to: how many cases passed, or that some did not."""
    counts = sum((outcomes[name] for name in row.tests), Counter[str]())
    is_ok = all(set(outcomes[name]) == {"passed"} for name in row.tests)
    return f"passed, {counts['passed']} cases" if is_ok else "**failed**"


if __name__ == "__main__":
    sys.exit(main())
