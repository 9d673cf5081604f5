"""Tables and constraints only; may not import Flask or hold behaviour."""

from importlib import import_module


def load_all() -> None:
    """Import every module of tables, so that the metadata is complete."""
    names = "accounts analysis banks cohorts exams mail plans study teaching"
    for name in names.split():
        import_module(f"quizapp.db.models.{name}")
