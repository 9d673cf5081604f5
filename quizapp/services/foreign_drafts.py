"""A file of another program, taken into an educator's draft of a bank."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from quizapp.adapters.child import read_apart
from quizapp.core.bank.foreign import Refused
from quizapp.core.bank.merging import Merged
from quizapp.core.bank.model import Bank
from quizapp.core.bank.writer import write_bank
from quizapp.db.queries.drafts import DraftRow, draft_pictures
from quizapp.db.queries.images import image_files
from quizapp.services.drafts import may_write, new_slug, open_draft, replace_text
from quizapp.services.errors import Invalid, NotFound
from quizapp.services.foreign_banks import merge_import
from quizapp.services.foreign_child import read_foreign
from quizapp.services.foreign_formats import FORMATS, Format, guessed


@dataclass(frozen=True, slots=True)
class ForeignFile:
    """A file as it was sent; `format_name` "" where it is to be guessed."""

    name: str
    data: bytes
    format_name: str = ""


@dataclass(frozen=True, slots=True)
class TakenIn:
    """What became of a file: the draft's bank, the format, and each item."""

    slug: str
    form: Format
    merged: Merged


def take_in_file(
    db_session: Session, user_id: int, slug: str, title: str, file: ForeignFile, *, now: datetime
) -> TakenIn:
    """Put the questions of a file into the draft of a bank; "" as `slug` makes a new bank.

    Questions that came from there before are brought up to date and keep their ids. Raises
    Invalid (field `title` or `file`) where nothing can be taken in, Conflict when the draft was
    saved while the file was read, NotFound.
    """
    slug = slug or new_slug(db_session, user_id, title)
    form = _format_of(file)
    before = _before(db_session, user_id, slug, now)
    current, files = _current(db_session, user_id, before)
    db_session.rollback()  # nobody has to wait while the file is read
    try:
        imported = read_foreign(form.name, file.data, slug, title or slug)
    except Refused as reason:
        raise Invalid(f"{reason}. Nothing was taken in.", "file") from reason
    merged = merge_import(imported, current, form, files)
    if not merged.bank.items:
        raise Invalid("There is no question in this file that can be taken in.", "file")
    replace_text(db_session, user_id, before, write_bank(merged.bank), merged.files, now=now)
    return TakenIn(slug, form, merged)


def _format_of(file: ForeignFile) -> Format:
    form = FORMATS.get(file.format_name) or guessed(file.name, file.data)
    if form is None:
        raise Invalid("Say which program the file comes from: its name does not tell.", "format")
    return form


def _before(db_session: Session, user_id: int, slug: str, now: datetime) -> DraftRow:
    """Return the draft, or what would be one; an empty one for a new bank. Raises NotFound."""
    try:
        return open_draft(db_session, user_id, slug).draft
    except NotFound:
        may_write(db_session, user_id, slug)
        return DraftRow(slug, "", 0, None, now)


def _current(
    db_session: Session, user_id: int, before: DraftRow
) -> tuple[Bank | None, dict[str, bytes]]:
    """Return the bank as the draft has it, with its pictures; None for a new one."""
    if not before.text:
        return None, {}
    bank = read_apart(before.text).bank
    if bank is None:
        raise Invalid("Your draft has errors. Mend them first, then take the file in.", "file")
    own = draft_pictures(db_session, user_id, before.slug)
    return bank, image_files(db_session, before.slug) | own
