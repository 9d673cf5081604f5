"""The documents say what the code does: map, settings, commands, problem codes, links."""

import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from quizapp.app import create_app
from quizapp.config import SETTINGS_DOC, Settings
from quizapp.core.retention import KEPT
from quizapp.services.record_tables import PARTS, columns_of
from tests.architecture.sources import ROOT, all_headings, python_files, shown

MAP = (ROOT / "docs" / "map.md").read_text(encoding="utf-8")
OPERATING = (ROOT / "docs" / "operating.md").read_text(encoding="utf-8")
PAPERS = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]


def test_every_path_on_the_map_exists() -> None:
    paths = re.findall(r"`([\w./-]+(?:/|\.\w+))`", MAP)
    missing = [path for path in paths if not (ROOT / path).exists()]
    assert len(paths) > 20
    assert not missing


def test_every_module_is_on_the_map() -> None:
    modules = python_files("quizapp/web", "quizapp/cli", "quizapp/services")
    missing = [
        shown(path)
        for path in modules
        if path.name != "__init__.py" and f"`{shown(path)}`" not in MAP
    ]
    assert not missing, "add these to docs/map.md, beside the feature they serve"


def test_settings_table_is_the_one_of_the_code() -> None:
    rows = re.findall(r"^\| `([A-Z_]+)` \| (.+?) \| (.+) \|$", OPERATING, flags=re.MULTILINE)
    assert rows == [tuple(row) for row in SETTINGS_DOC]


def test_privacy_says_how_long_as_the_code_does() -> None:
    paper = (ROOT / "docs" / "privacy.md").read_text(encoding="utf-8")
    table = paper[paper.index("## How long") :].split("\n\n")[1]
    rows = re.findall(r"^\| (.+?) \| (.+) \|$", table, flags=re.MULTILINE)
    assert tuple(rows[1:]) == KEPT


def commands(group: click.Group, prefix: str = "flask") -> Iterator[str]:
    """Every command below `group`, as it is typed."""
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from commands(command, f"{prefix} {name}")
        else:
            yield f"{prefix} {name}"


def test_every_command_has_a_heading(tmp_path: Path) -> None:
    settings = Settings(
        secret_key="x" * 32,
        database_url=f"sqlite:///{tmp_path / 'unused.sqlite'}",
        instance_dir=tmp_path,
        content_dir=tmp_path,
        is_testing=True,
    )
    # The commands of Flask-Migrate come with its own help.
    ours = [name for name in commands(create_app(settings).cli) if not name.startswith("flask db")]
    known = " ".join(all_headings())
    assert len(ours) >= 6
    assert [name for name in ours if f"`{name}" not in known] == []


def test_every_problem_code_has_a_heading() -> None:
    sources = python_files("quizapp/core/bank", "quizapp/services")
    codes = {code for path in sources for code in re.findall(r'"(B\d{3})"', path.read_text())}
    known = " ".join(all_headings())
    assert len(codes) >= 10
    assert sorted(code for code in codes if code not in known) == []


def test_what_the_container_is_made_of_is_there() -> None:
    lines = re.findall(
        r"^COPY (?:--\S+ )?(.+) \S+$", (ROOT / "Containerfile").read_text(), re.MULTILINE
    )
    copied = [name for line in lines for name in line.split()]
    assert {"requirements.txt", "wsgi.py", "quizapp", "migrations", "content"} <= set(copied)
    assert [name for name in copied if not (ROOT / name).exists()] == []


@pytest.mark.parametrize("paper", PAPERS, ids=shown)
def test_links_lead_somewhere(paper: Path) -> None:
    text = re.sub(
        r"^```.*?^```|`[^`\n]*`",
        "",
        paper.read_text(encoding="utf-8"),
        flags=re.MULTILINE | re.DOTALL,
    )
    links = re.findall(r"\]\(([^)#\s]+)\)", text)
    broken = [link for link in links if "://" not in link and not (paper.parent / link).exists()]
    assert not broken


def test_decisions_say_context_decision_and_price() -> None:
    records = sorted((ROOT / "docs" / "adr").glob("*.md"))
    numbers = [int(record.name[:4]) for record in records]
    assert numbers == list(range(1, len(records) + 1))
    for record in records:
        parts = re.findall(r"^## (.+)$", record.read_text(encoding="utf-8"), flags=re.MULTILINE)
        assert parts == ["Context", "Decision", "Price"], record.name


def test_every_field_of_a_record_is_described() -> None:
    paper = (ROOT / "docs" / "learner-record.md").read_text()
    for name, part in PARTS.items():
        line = next(line for line in paper.splitlines() if line.startswith(f"| `{name}` |"))
        assert all(f"`{column.name}`" in line for column in columns_of(part.table)), name
