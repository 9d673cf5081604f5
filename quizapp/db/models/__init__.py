"""Tables and constraints only; may not import Flask or hold behaviour."""

from importlib import import_module


def load_all() -> None:
    """Import every module of tables, so that the metadata is complete."""
    for name in (
        "accounts",
        "banks",
        "cohorts",
        "exams",
        "mail",
        "plans",
        "study",
        "teaching",
    ):
        import_module(f"quizapp.db.models.{name}")
