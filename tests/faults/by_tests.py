"""Faults that ordinary tests make, against real servers; here they are run and counted."""

import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree as ET

from quizapp.config import ROOT
from tests.faults.ground import Ground, Scale
from tests.faults.report import Outcome, Result, count_of


@dataclass(frozen=True)
class ByTests:
    """A fault with the tests that make it. Their short form is that `make test` runs them."""

    fault: str
    title: str
    tests: tuple[str, ...]

    def outcome(self, scale: Scale, ground: Ground) -> Outcome:
        """Run the tests; what each holds is said where it is written."""
        del scale, ground
        with tempfile.TemporaryDirectory() as folder:
            report = Path(folder) / "report.xml"
            names = [f"tests/{name}" for name in self.tests]
            command = [sys.executable, "-m", "pytest", "-q", f"--junitxml={report}", *names]
            subprocess.run(command, cwd=ROOT, check=False, stdout=sys.stderr)
            cases = list(ET.parse(report).iter("testcase"))  # noqa: S314 - written a line above
        bad = [case.get("name", "") for case in cases if list(case)]
        passed = len(cases) - len(bad)
        return Result(
            fault=self.fault,
            title=self.title,
            tries=len(cases),
            acknowledged=0,
            lost=0,
            duplicated=0,
            half_written=0,
            server_errors=0,
            figure=count_of("tests passed", passed, "tests", at_least=max(len(cases), 1)),
            faults=tuple(bad),
            note="counted by its tests: " + ", ".join(self.tests),
        )
