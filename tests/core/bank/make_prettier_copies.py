"""Writes our banks anew as Prettier formats them, once for each setting.

Run `python tests/core/bank/make_prettier_copies.py` when a bank has changed. It needs Node.js and,
the first time, the network; the tests need neither, since they read the copies.
"""

import hashlib
import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final

HERE: Final = Path(__file__).resolve().parent
COPIES: Final = HERE / "prettier"
MANIFEST: Final = COPIES / "manifest.json"
COMMAND: Final = "python tests/core/bank/make_prettier_copies.py"
VERSION: Final = "3.10.1"
SHIPPED: Final = ("bordin", "vignettes")  # tables, lists and cases; what Prettier does to them
# Nothing in the folders above a file may change how it is formatted.
ALWAYS: Final = ("--parser", "markdown", "--no-config", "--no-editorconfig", "--write")
SETTINGS: Final[dict[str, tuple[str, ...]]] = {
    "default": (),
    "tabs": ("--use-tabs",),
    "tab-width-4": ("--tab-width", "4"),
    "prose-wrap": ("--prose-wrap", "always"),
}


def sources() -> dict[str, Path]:
    """Return name → file of the banks to copy: two that we ship, and one with every kind."""
    shipped = [HERE.parents[2] / "content" / f"{name}.md" for name in SHIPPED]
    return {path.name: path for path in [*shipped, HERE / "every_kind.md"]}


def manifest() -> dict[str, object]:
    """Return what the copies are made of: Prettier's version, its options, each bank's hash."""
    return {
        "prettier": VERSION,
        "settings": {name: " ".join((*ALWAYS, *options)) for name, options in SETTINGS.items()},
        "sources": {
            name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in sources().items()
        },
    }


def make_copies() -> None:
    """Replace the copies; when Prettier fails, those of before stay."""
    npx = shutil.which("npx")
    if npx is None:
        sys.exit("Prettier needs Node.js: install it, so that `npx` can be found.")
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder)
        for setting, options in SETTINGS.items():
            (made / setting).mkdir()
            for name, path in sources().items():
                shutil.copyfile(path, made / setting / name)
            command = [npx, "--yes", f"prettier@{VERSION}", *ALWAYS, *options, *sources()]
            subprocess.run(command, cwd=made / setting, check=True, stdout=sys.stderr)
        text = json.dumps(manifest(), indent=2) + "\n"
        (made / MANIFEST.name).write_text(text, encoding="utf-8")
        shutil.rmtree(COPIES, ignore_errors=True)
        shutil.copytree(made, COPIES)


if __name__ == "__main__":
    make_copies()
