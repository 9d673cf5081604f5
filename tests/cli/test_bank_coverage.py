"""`flask bank coverage`: what is asked, what is missing, what should not be asked so."""

from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask

FACTS = """facts:
  - {id: F001, concept: bordin, use: key, evidence: verified, text: Three parts., source: Bordin}
  - {id: F002, concept: bordin, use: attributed, evidence: memory, text: Views are a fourth part.,
     source: Dryden, named: [Dryden]}
  - {id: F003, concept: bordin, use: never, evidence: secondary, text: It is magic., source: none}
  - {id: K001, concept: bordin, use: key, evidence: secondary, text: It has 36 items., source: S,
     safe: true}
misconceptions:
  - {id: M01, belief: Trust is a part., because: It is in the bond., facts: [F001]}
"""
CONCEPTS = "concepts:\n  - {slug: bordin, title: Bordin}\n"
HEADER = "---\nbank: demo\ntitle: Demo\n---\n"


def item(number: int, stem: str, facts: str, evidence: str, key: str = "goals") -> str:
    return (
        f"## [d-{number}] Item {number}\n{stem}\n\n- [x] {key}\n- [ ] trust {number}\n"
        f"  * Facts: M01\n\n* Concept: bordin\n* Level: application\n* Facts: {facts}\n"
        f"* Evidence: {evidence}\n\n"
    )


GOOD = "".join(
    (
        item(1, "Which word names an aim that both share?", "F001", "verified"),
        item(2, "What did Dryden add to the list of three?", "F002", "memory", "views"),
        item(3, "Where does a plan for work begin in a talk?", "F001, K001", "secondary"),
        item(4, "Who is to settle the end of a piece of help?", "F001", "verified", "both"),
    )
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "facts.yaml").write_text(FACTS, encoding="utf-8")
    (tmp_path / "concepts.yaml").write_text(CONCEPTS, encoding="utf-8")
    (tmp_path / "demo.md").write_text(HEADER + GOOD, encoding="utf-8")
    return tmp_path


def run(app: Flask, folder: Path) -> Result:
    return app.test_cli_runner().invoke(args=["bank", "coverage", str(folder)])


def test_a_complete_shelf_ends_well(app: Flask, folder: Path) -> None:
    result = run(app, folder)
    assert result.exit_code == 0, result.output
    assert "facts for candidates: 2 of 2 asked" in result.output
    assert "misconceptions: 1 of 1 used" in result.output
    assert "application or analysis: 4 (1.00" in result.output


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("* Facts: F002", "* Facts: F001", "MISSING: F002"),
        ("What did Dryden add", "What was added", "F002 has to be attributed: name Dryden"),
        ("* Facts: F002", "* Facts: F002, F003", "F003 may not be keyed"),
        ("* Facts: F002", "* Facts: F002, F099", "no such fact: F099"),
        ("* Evidence: memory", "* Evidence: verified", "its weakest fact is memory"),
        ("- [x] both", "- [x] after 12 talks", "asks for a number that is not on the safe list"),
        (
            "What did Dryden add to the list of three?",
            "Which word names an aim that both of Dryden share?",
            "demo/d-2: asks in the words of demo/d-1",
        ),
        ("  * Facts: M01\n", "", "MISSING: M01"),
        ("* Level: application", "* Level: recall", "application or analysis: 0 (0.00"),
    ],
)
def test_what_is_wrong_is_told(app: Flask, folder: Path, old: str, new: str, words: str) -> None:
    (folder / "demo.md").write_text(HEADER + GOOD.replace(old, new), encoding="utf-8")
    result = run(app, folder)
    assert words in result.output
    assert result.exit_code == 1


def test_a_number_that_the_question_gives_need_not_be_known(app: Flask, folder: Path) -> None:
    text = GOOD.replace("Who is to settle", "After 12 talks, who is to settle")
    text = text.replace("- [x] both", "- [x] both, after 12 talks")
    (folder / "demo.md").write_text(HEADER + text, encoding="utf-8")
    assert "asking for a number: 0" in run(app, folder).output


def test_too_few_items_of_a_concept(app: Flask, folder: Path) -> None:
    text = GOOD.partition("## [d-4]")[0]
    (folder / "demo.md").write_text(HEADER + text, encoding="utf-8")
    result = run(app, folder)
    assert "LACKS 1" in result.output
    assert result.exit_code == 1


def test_items_of_one_case_may_ask_alike(app: Flask, folder: Path) -> None:
    twins = item(5, "What should she do now, in this case?", "F001", "verified") + item(
        6, "What should she do next, in this case?", "F001", "verified", "aims"
    )
    case = f"# Case [c-1] A case\nShe has come late.\n\n{twins}"
    (folder / "demo.md").write_text(HEADER + GOOD + case, encoding="utf-8")
    assert run(app, folder).exit_code == 0
    (folder / "demo.md").write_text(HEADER + GOOD + twins, encoding="utf-8")
    assert "demo/d-6: asks in the words of demo/d-5" in run(app, folder).output


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (None, "is not there"),
        ("facts: [", "cannot be read"),
        ("[]", "begin with `facts:`"),
        ("facts: [{id: F001}]", "does not fit"),
        ("facts: [text]", "does not fit"),
        (FACTS.replace("use: key", "use: maybe", 1), "does not fit"),
        (FACTS.replace("F002", "F001"), "F001 given twice"),
        ("misconceptions: [{id: M01}]", "does not fit"),
    ],
)
def test_a_register_that_cannot_be_used(
    app: Flask, folder: Path, text: str | None, words: str
) -> None:
    file = folder / "facts.yaml"
    if text is None:
        file.unlink()
    else:
        file.write_text(text, encoding="utf-8")
    result = run(app, folder)
    assert result.exit_code == 1
    assert words in result.output
