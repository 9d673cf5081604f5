"""How fast banks are read and loaded."""

import tempfile
from pathlib import Path

import markdown
from flask import Flask
from flask_migrate import upgrade

from quizapp.app import create_app
from quizapp.config import ROOT, Settings
from quizapp.core.bank.parser import parse_bank
from quizapp.db import write
from quizapp.db.base import db, db_session
from quizapp.services.banks import load_bank
from tests.benchmarks.ratios import Figure, seconds
from tests.core.bank.generated import generated_bank
from tests.factories import NOON

ROUNDS = 5


def empty_app(folder: Path) -> Flask:
    """Return an app with an empty database in `folder`."""
    settings = Settings(
        secret_key="x" * 32,
        database_url=f"sqlite:///{folder / 'bench.sqlite'}",
        instance_dir=folder,
        content_dir=folder,
        is_testing=True,
    )
    app = create_app(settings)
    with app.app_context():
        upgrade(directory=str(ROOT / "migrations"))
    return app


def load(text: str) -> None:
    with write.mode(write.Mode.WRITE):
        result = load_bank(db_session, text, origin="bench.md", by=None, now=NOON)
        assert not result.is_refused, result.problems[:3]
        db.session.remove()


def prose_of(text: str) -> list[str]:
    """Return the texts of a bank that have to be rendered, as Markdown."""
    bank = parse_bank(text).bank
    assert bank is not None
    return [
        prose
        for item in bank.items
        for prose in (
            *(item.stem, item.stimulus, item.answer, item.cloze, item.explanation),
            *(part for option in item.options for part in (option.text, option.rationale)),
            *(part for step in item.steps for part in (step.text, step.rationale)),
            *(part for pair in item.pairs for part in (pair.left, pair.right)),
        )
        if prose
    ]


def render(prose: list[str]) -> None:
    converter = markdown.Markdown(extensions=["tables", "sane_lists"])
    for text in prose:
        converter.reset()
        converter.convert(text)


def figures() -> list[Figure]:
    """Measure everything, each round with a fresh database."""
    text, double = generated_bank(1000, seed=1), generated_bank(2000, seed=1)
    prose = prose_of(text)
    growth, cost, again = [], [], []
    for _ in range(ROUNDS):
        alone = seconds(lambda: render(prose))
        with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as other:
            with empty_app(Path(one)).app_context():
                first = seconds(lambda: load(text))
                reload = seconds(lambda: load(text))
                db.engine.dispose()
            with empty_app(Path(other)).app_context():
                twice = seconds(lambda: load(double))
                db.engine.dispose()
        growth.append(twice / first)
        cost.append(first / alone)
        again.append(reload / first)
    return [
        Figure("load 2,000 items / load 1,000 items", growth, 2.3),
        Figure("check and load 1,000 items / render the same prose", cost, 60),
        Figure("load again without a change / first load", again, 0.05),
    ]
