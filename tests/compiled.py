"""Templates that are compiled once for all the apps of a test run.

Every test has an app of its own, and to compile the templates of a page takes longer than most
tests.
"""

from types import CodeType

from flask import Flask
from jinja2.bccache import Bucket, BytecodeCache


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


def share_templates(app: Flask) -> Flask:
    """Let `app` use what other apps of this process have compiled; all are set up alike."""
    app.jinja_env.bytecode_cache = _COMPILED
    return app
