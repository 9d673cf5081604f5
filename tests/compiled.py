"""Templates, statements and addresses that are compiled once for all the apps of a test run.

Every test has an app of its own, and to compile the templates of a page takes longer than most
tests; to compile the addresses took two thirds of making an app.
"""

from collections.abc import Callable
from types import CodeType
from typing import Any

import pytest
from flask import Flask
from jinja2.bccache import Bucket, BytecodeCache
from sqlalchemy import Dialect
from werkzeug.routing import Rule

from quizapp.db.base import db


class _Compiled(BytecodeCache):
    """Keeps the code of each text of a template; a changed text is compiled anew."""

    def __init__(self) -> None:
        self._codes: dict[tuple[str, str], CodeType] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self._codes.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        assert bucket.code
        self._codes[bucket.key, bucket.checksum] = bucket.code


_COMPILED = _Compiled()
# A compiled statement belongs to the dialect that compiled it.
_STATEMENTS: dict[str, tuple[Dialect, dict[Any, Any]]] = {}


def share_compiled(app: Flask) -> Flask:
    """Let `app` use what other apps of this process have compiled; all are set up alike."""
    app.jinja_env.bytecode_cache = _COMPILED
    with app.app_context():
        engine = db.engine
        if engine.dialect.name not in _STATEMENTS:
            with engine.connect():  # now the dialect knows its database
                _STATEMENTS[engine.dialect.name] = engine.dialect, {}
        engine.dialect, engine._compiled_cache = _STATEMENTS[engine.dialect.name]  # noqa: SLF001
        engine.pool._dialect = engine.dialect  # noqa: SLF001
    return app


def share_addresses(patch: pytest.MonkeyPatch) -> None:
    """Compile the function that writes the addresses of a rule once for all rules of one text.

    It reads all else from the rule that it is called for.
    """
    builders: dict[str, Callable[..., tuple[str, str]]] = {}
    compile_builder = Rule._compile_builder  # noqa: SLF001 - what it does is public, its cost is not

    def shared(rule: Any, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:  # noqa: FBT001, FBT002
        key = repr((rule._trace, rule.defaults, rule.rule, append_unknown))  # noqa: SLF001
        if key not in builders:
            builders[key] = compile_builder(rule, append_unknown)
        return builders[key]

    patch.setattr(Rule, "_compile_builder", shared)
