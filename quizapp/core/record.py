"""A learner's whole record as a file: its format, and how a revision is named in it.

Items are named `bank/id`, revisions by a hash of their content, moments in ISO 8601 and UTC. There
is no number of a database in it and no time of the export, so that two exports of the same record
are the same bytes. docs/learner-record.md describes every field.
"""

import hashlib
import json
import re
from typing import Any, Final

FORMAT: Final = "alliance-learner-record"
VERSION: Final = 3
RENDERED: Final = "_html"  # fields that are made from others
HASH_LETTERS: Final = 16
NOT_STORED: Final = re.compile("[\\0\\ud800-\\udfff]")


class BadRecord(ValueError):  # noqa: N818 - the glossary's name
    """A file is no record that can be read; the message says where and what to do."""


def content_hash(kind: str, body: dict[str, Any]) -> str:
    """Return what names a revision: a hash of its kind and content, however it is rendered."""
    text = json.dumps([kind, _plain(body)], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:HASH_LETTERS]


def _can_be_stored(value: Any) -> bool:
    """Tell whether no text has what JSON can name and no database holds: half a sign, or NUL."""
    if isinstance(value, dict):
        return all(_can_be_stored(one) for pair in value.items() for one in pair)
    if isinstance(value, list):
        return all(_can_be_stored(one) for one in value)
    return not (isinstance(value, str) and NOT_STORED.search(value))


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items() if not key.endswith(RENDERED)}
    return [_plain(one) for one in value] if isinstance(value, list) else value


def owner_mark(email: str | None) -> str:
    """Return what says whose record it is without saying it: "" for a guest."""
    return hashlib.sha256(email.lower().encode()).hexdigest()[:HASH_LETTERS] if email else ""


def write_record(record: dict[str, Any]) -> str:
    """Return a record as text; the same record gives the same bytes."""
    return json.dumps(record, sort_keys=True, ensure_ascii=False, indent=1) + "\n"


def read_record(text: str) -> dict[str, Any]:
    """Return the record that `write_record` wrote. Raises BadRecord for anything else."""
    try:
        record = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise BadRecord(
            "The file is damaged or cut short: it is no complete JSON. Export it once more."
        ) from error
    if not isinstance(record, dict) or record.get("format") != FORMAT:
        raise BadRecord("This is no learner's record of Alliance. Choose the file of an export.")
    version = record.get("version")
    if not isinstance(version, int) or version < 1:
        raise BadRecord("The file does not say its version. Export it once more.")
    if version > VERSION:
        raise BadRecord(
            f"The file is of version {version}, made by a newer Alliance; this one reads up to "
            f"{VERSION}. Update this one first."
        )
    if not _can_be_stored(record):
        raise BadRecord("The file has signs that no text can have. Export it once more.")
    return record
