"""A bank beside a concept file may only use its concepts."""

from pathlib import Path

from flask import Flask

from tests.factories import BANK

CONCEPTS = """concepts:
- {slug: bordin, title: Bordin}
- {slug: pantheoretical, title: Reach}
- {slug: goals, title: Goals}
- {slug: zetzel, title: Zetzel}
- {slug: tasks, title: Tasks}
"""


def test_an_unknown_concept_is_named_with_the_nearest_one(app: Flask, tmp_path: Path) -> None:
    (tmp_path / "concepts.yaml").write_text(CONCEPTS + "- {slug: mutual-goal, title: M}\n")
    bank = tmp_path / "small.md"
    bank.write_text(BANK)
    result = app.test_cli_runner().invoke(args=["bank", "check", str(bank)])
    assert result.exit_code == 1
    assert "B072" in result.output
    assert "did you mean `mutual-goal`?" in result.output


def test_loading_a_folder_refuses_a_bank_with_an_unknown_concept(
    app: Flask, tmp_path: Path
) -> None:
    folder = tmp_path / "banks"
    folder.mkdir()
    (folder / "concepts.yaml").write_text(CONCEPTS)
    (folder / "small.md").write_text(BANK.replace("Three parts", "Three named parts"))
    result = app.test_cli_runner().invoke(args=["bank", "load", str(folder)])
    assert result.exit_code == 1
    assert "B072" in result.output
    assert "not loaded" in result.output
    (folder / "concepts.yaml").write_text(CONCEPTS + "- {slug: mutual-goals, title: M}\n")
    again = app.test_cli_runner().invoke(args=["bank", "load", str(folder)])
    assert again.exit_code == 0, again.output
    assert "0 new, 1 changed, 5 same, 0 retired" in again.output
