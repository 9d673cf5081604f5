"""Run the gates and the tests in order; stop at the first failing step and say how to mend it.

`python tests/gates.py all` is `make test`; `quick` is `make quick`, `looks` is `make looks`.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PYTHON = ".venv/bin/python"
# The shell has no windows to draw, and takes four fifths of the time.
BROWSERS = (
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
APT = ("apt-get", "install", "-y", "-qq", "--no-install-recommends")
IN_MEMORY = Path("/dev/shm")  # noqa: S108 - a folder of this run's own is made in it
LEAST_MEMORY = 4 * 1024**3  # bytes
NO_BROWSER = (
    "No Chromium for the browser tests. Debian: sudo apt-get install chromium; "
    "macOS: brew install --cask chromium; or CHROMIUM=/path/to/chromium make test"
)


@dataclass(frozen=True)
class Step:
    """A command of the gate. `mend` is the command that mends a fault, where one exists."""

    name: str
    command: tuple[str, ...]
    mend: str = ""

    @property
    def advice(self) -> str:
        if self.mend:
            return f"To mend it: {self.mend}"
        return f"Mend it, then repeat this step alone: {' '.join(map(_quoted, self.command))}"


GATES = (
    Step("format", (PYTHON, "-m", "ruff", "format", "--check", "--quiet"), "make format"),
    Step("lint", (PYTHON, "-m", "ruff", "check", "--quiet")),
    Step("types", (PYTHON, "-m", "mypy", "--num-workers", "2")),
    Step("imports", (".venv/bin/lint-imports",)),
    Step("templates", (PYTHON, "-m", "djlint", "--lint", "--quiet", "quizapp/templates")),
)
PYTEST = (PYTHON, "-m", "pytest", "--quiet", "-n", "2", "--dist=worksteal", "--durations=10")
TESTS = {
    "all": Step("tests", PYTEST),
    "quick": Step("fast tests", (*PYTEST, "-m", "not browser and not slow")),
    "looks": Step("looks", (*PYTEST, "tests/browser/test_every_page.py", "--all-looks")),
}
WITH_BROWSER = {"all", "looks"}


def _quoted(word: str) -> str:
    return f"'{word}'" if " " in word else word


def run_steps(steps: tuple[Step, ...]) -> int:
    """Run `steps` in order. Returns 0, or the exit code of the first that fails."""
    began = time.monotonic()
    for step in steps:
        started = time.monotonic()
        print(f"== {step.name}", flush=True)
        code = subprocess.run(step.command, cwd=ROOT, check=False).returncode
        if code:
            print(f"FAILED: {step.name}. {step.advice}", flush=True)
            return code
        print(f"   {step.name} passed in {time.monotonic() - started:.0f} s", flush=True)
    minutes, seconds = divmod(round(time.monotonic() - began), 60)
    names = ", ".join(step.name for step in steps)
    print(f"All passed in {minutes} min {seconds} s: {names}.", flush=True)
    return 0


def find_browser() -> str | None:
    """The path of a Chromium, or None."""
    names = (os.environ["CHROMIUM"],) if os.environ.get("CHROMIUM") else BROWSERS
    return next((path for name in names if (path := shutil.which(name))), None)


def get_browser() -> str | None:
    """As `find_browser`; where there is none, Debian's is installed if we may."""
    browser = find_browser()
    may_install = os.geteuid() == 0 and shutil.which("apt-get")
    if browser or not may_install or os.environ.get("CHROMIUM"):
        return browser
    print("== Installing Debian's chromium for the browser tests", flush=True)
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(("apt-get", "update", "-qq"), check=False, env=quiet)
    for name in BROWSERS[:2]:
        done = subprocess.run((*APT, name), check=False, env=quiet).returncode == 0
        if done and (browser := find_browser()):
            return browser
    return None


@contextmanager
def folder_in_memory() -> Iterator[None]:
    """Let the tests write where no disk is waited for, if there is room; a third of their time.

    What is acknowledged is synced all the same, and the faults that are looked for come from
    outside the disk.
    """
    if not os.access(IN_MEMORY, os.W_OK) or shutil.disk_usage(IN_MEMORY).free < LEAST_MEMORY:
        yield
        return
    with tempfile.TemporaryDirectory(prefix="quizapp-tests-", dir=IN_MEMORY) as folder:
        os.environ["TMPDIR"] = folder
        yield


def main(which: str) -> int:
    """Run what `which` names: all, quick or looks. Returns the exit code."""
    if which in WITH_BROWSER:
        browser = get_browser()
        if browser is None:
            print(f"FAILED: {NO_BROWSER}", flush=True)
            return 1
        os.environ["CHROMIUM"] = browser
    with folder_in_memory():
        return run_steps((*GATES, TESTS[which]) if which != "looks" else (TESTS[which],))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else "all"))
