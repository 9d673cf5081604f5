"""An educator's own text of a bank, apart from what learners see until it is published."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from quizapp.core.bank.parser import MAX_FILE_BYTES
from quizapp.core.bank.pieces import Joined, join
from quizapp.core.bank.starters import new_bank, slug_of, with_question
from quizapp.db.models.teaching import BankDraft, DraftPicture
from quizapp.db.queries.drafts import DraftRow, ServedRow, draft_of, is_taken, load_text, served
from quizapp.db.queries.teaching import EditableBankRow, editable_bank, teaches
from quizapp.services.errors import Conflict, Invalid, NotFound

LONGEST_TITLE: Final = 200  # characters
NO_BANK: Final = "There is no such bank of yours."
SAVED_ELSEWHERE: Final = "This draft was saved in another tab or browser meanwhile."


@dataclass(frozen=True, slots=True)
class OpenDraft:
    """Somebody's draft, and the bank with what it serves; both None where it is a new one."""

    draft: DraftRow
    bank: EditableBankRow | None
    live: ServedRow | None


@dataclass(frozen=True, slots=True)
class Sent:
    """What the editor sends: the text, the version that it knows, the line of the cursor."""

    text: str
    version: int
    line: int


def may_write(db_session: Session, user_id: int, slug: str) -> EditableBankRow | None:
    """Return the bank that somebody may change, None where it is still to be made.

    Raises NotFound for somebody else's bank, and for who is no educator.
    """
    bank = editable_bank(db_session, user_id, slug)
    if bank is None and (is_taken(db_session, slug) or not teaches(db_session, user_id)):
        raise NotFound(NO_BANK)
    return bank


def begin_bank(db_session: Session, user_id: int, title: str, *, now: datetime) -> str:
    """Make a draft of a new bank and return its id. Raises Invalid (field `title`)."""
    title = " ".join(title.split())
    slug = new_slug(db_session, user_id, title)
    if len(title) > LONGEST_TITLE:
        raise Invalid(f"The title has {len(title)} letters; {LONGEST_TITLE} fit.", "title")
    may_write(db_session, user_id, slug)
    _put(db_session, user_id, slug, new_bank(slug, title), None, now)
    db_session.commit()
    return slug


def new_slug(db_session: Session, user_id: int, title: str) -> str:
    """Return the id of a new bank of this title, with a number where somebody else has it.

    Raises Invalid (field `title`).
    """
    slug = numbered = slug_of(title)
    if not slug:
        raise Invalid("Give the bank a title with at least one letter from a to z.", "title")
    n = 1
    while is_taken(db_session, numbered) and not editable_bank(db_session, user_id, numbered):
        n += 1
        numbered = f"{slug}-{n}"
    if is_taken(db_session, numbered) or draft_of(db_session, user_id, numbered):
        raise Invalid(f"You have a bank `{numbered}` already. Choose another title.", "title")
    return numbered


def open_draft(db_session: Session, user_id: int, slug: str) -> OpenDraft:
    """Return somebody's draft, and what the bank serves; without a draft, what would be one.

    Nothing is stored. Version 0 says that there is no draft yet. Raises NotFound.
    """
    bank = may_write(db_session, user_id, slug)
    live = served(db_session, slug) if bank else None
    draft = draft_of(db_session, user_id, slug)
    if draft is None and live is not None:
        draft = DraftRow(slug, live.text, 0, live.load_id, live.loaded_at)
    if draft is None:
        raise NotFound(NO_BANK)
    return OpenDraft(draft, bank, live)


def save_draft(
    db_session: Session, user_id: int, slug: str, text: str, version: int, *, now: datetime
) -> int:
    """Store a draft's text and return its new version.

    Raises Conflict when it was saved elsewhere since `version`, Invalid for a text that is too
    long, NotFound.
    """
    may_write(db_session, user_id, slug)
    draft = draft_of(db_session, user_id, slug) or open_draft(db_session, user_id, slug).draft
    if len(text.encode("utf-8", "replace")) > MAX_FILE_BYTES:
        raise Invalid(f"The text is over {MAX_FILE_BYTES // 1_000_000} MB. Split it in two banks.")
    if "\r\n" in draft.text:  # a browser's text area knows one kind of line end only
        text = text.replace("\r\n", "\n").replace("\n", "\r\n")
    if text == draft.text:
        return draft.version
    if draft.version != version:
        raise Conflict(SAVED_ELSEWHERE)
    saved = _put(db_session, user_id, slug, text, draft.base_load_id, now, version)
    db_session.commit()
    return saved


def add_question(
    db_session: Session, user_id: int, slug: str, sent: Sent, kind: str, *, now: datetime
) -> int:
    """Store a draft with a question to write on behind the cursor; return where it begins.

    Raises Invalid for an unknown kind, and what `save_draft` raises.
    """
    try:
        longer, begins = with_question(sent.text, kind, sent.line)
    except KeyError as error:
        raise Invalid("Choose what kind of question to insert.", "kind") from error
    save_draft(db_session, user_id, slug, longer, sent.version, now=now)
    return begins


def take_upload(
    db_session: Session,
    user_id: int,
    slug: str,
    text: str,
    files: Mapping[str, bytes],
    *,
    now: datetime,
) -> None:
    """Make the draft of a bank from an uploaded text and its pictures. Raises NotFound."""
    bank = may_write(db_session, user_id, slug)
    live = served(db_session, slug) if bank else None
    _put(db_session, user_id, slug, text, live.load_id if live else None, now)
    _put_pictures(db_session, user_id, slug, files)
    db_session.commit()


def replace_text(
    db_session: Session,
    user_id: int,
    before: DraftRow,
    text: str,
    files: Mapping[str, bytes],
    *,
    now: datetime,
) -> None:
    """Put what was made of the draft `before` in its place; it stays begun from the same load.

    Raises Conflict when the draft was saved meanwhile, NotFound.
    """
    may_write(db_session, user_id, before.slug)
    _put(db_session, user_id, before.slug, text, before.base_load_id, now, before.version)
    _put_pictures(db_session, user_id, before.slug, files)
    db_session.commit()


def bring_back(
    db_session: Session, user_id: int, slug: str, load_id: int, *, now: datetime
) -> None:
    """Make the draft from an earlier text of the bank, to be published again.

    Raises Conflict where there is a draft already, whose text would be lost; NotFound.
    """
    bank = may_write(db_session, user_id, slug)
    text = load_text(db_session, bank.bank_id, load_id) if bank else None
    live = served(db_session, slug)
    if text is None or live is None:
        raise NotFound(NO_BANK)
    if draft_of(db_session, user_id, slug):
        raise Conflict("You have a draft of this bank. Publish it or throw it away first.")
    _put(db_session, user_id, slug, text, live.load_id, now, expected=0)
    db_session.commit()


def take_in_edits(db_session: Session, user_id: int, slug: str, *, now: datetime) -> Joined:
    """Join a draft with what others have published since it was begun. Raises NotFound."""
    opened = open_draft(db_session, user_id, slug)
    draft, bank, live = opened.draft, opened.bank, opened.live
    if live is None or bank is None:
        raise NotFound(NO_BANK)
    base = load_text(db_session, bank.bank_id, draft.base_load_id or 0) or ""
    joined = join(base, draft.text, live.text)
    _put(db_session, user_id, slug, joined.text, live.load_id, now)
    db_session.commit()
    return joined


def drop_draft(db_session: Session, user_id: int, slug: str) -> None:
    """Throw somebody's own draft away; what is live stays. Harmless without one."""
    forget_draft(db_session, user_id, slug)
    db_session.commit()


def forget_draft(db_session: Session, user_id: int, slug: str) -> None:
    """Do the same as a part of another action; no commit."""
    db_session.execute(
        delete(BankDraft).where(BankDraft.user_id == user_id, BankDraft.slug == slug)
    )
    _forget_pictures(db_session, user_id, slug)


def _put_pictures(db_session: Session, user_id: int, slug: str, files: Mapping[str, bytes]) -> None:
    """Keep these pictures for a draft, and none of before."""
    _forget_pictures(db_session, user_id, slug)
    db_session.add_all(
        DraftPicture(user_id=user_id, slug=slug, path=path, data=data)
        for path, data in files.items()
    )


def _forget_pictures(db_session: Session, user_id: int, slug: str) -> None:
    db_session.execute(
        delete(DraftPicture).where(DraftPicture.user_id == user_id, DraftPicture.slug == slug)
    )


def _put(
    db_session: Session,
    user_id: int,
    slug: str,
    text: str,
    base: int | None,
    now: datetime,
    expected: int | None = None,
) -> int:
    """Store a draft's text over what there is, and return its version.

    Raises Conflict where that is no longer the `expected` one.
    """
    draft = db_session.get(BankDraft, (user_id, slug), populate_existing=True, with_for_update=True)
    if draft is None:
        draft = BankDraft(user_id=user_id, slug=slug, version=0)
        db_session.add(draft)
    if expected is not None and draft.version != expected:
        raise Conflict(SAVED_ELSEWHERE)
    draft.text, draft.base_load_id, draft.saved_at = text, base, now
    draft.version += 1
    try:
        db_session.flush()
    except IntegrityError as error:  # both began it at once
        raise Conflict(SAVED_ELSEWHERE) from error
    return draft.version
