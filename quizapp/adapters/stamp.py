"""A file that says when something was done last."""

import os
from datetime import datetime
from pathlib import Path


def read_stamp(path: Path) -> datetime | None:
    """Return the moment that `path` says, or None."""
    try:
        return datetime.fromisoformat(path.read_text().strip())
    except (OSError, ValueError):
        return None


def write_stamp(path: Path, moment: datetime) -> None:
    """Have `path` say `moment`; a write that is cut short leaves what it said."""
    part = path.with_name(f"{path.name}.part")
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(f"{moment.isoformat()}\n")
    part.replace(path)
