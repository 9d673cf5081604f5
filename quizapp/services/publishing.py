"""Making a draft live: what it would do to learners, and doing it, all or nothing."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from quizapp.adapters.child import read_apart
from quizapp.core.bank.ownership import BROWSER
from quizapp.core.bank.picture import read_pictures
from quizapp.core.bank.pieces import changed_keys
from quizapp.core.bank.problems import Problem, ProblemLevel
from quizapp.core.bank.reader import ReadBank
from quizapp.core.bank.revision import ChangeClass
from quizapp.db.models.banks import Bank
from quizapp.db.queries.drafts import DraftRow, ServedRow, draft_pictures, learners_of_items
from quizapp.db.queries.images import image_files
from quizapp.db.queries.teaching import EditableBankRow
from quizapp.services.banks import Incoming, foresee, put_bank
from quizapp.services.checking import Checked, blocking, check_text
from quizapp.services.drafts import OpenDraft, forget_draft, open_draft
from quizapp.services.editors import own_new_bank
from quizapp.services.errors import Conflict, Invalid
from quizapp.services.load_result import LoadOptions, LoadResult

Read = Callable[..., ReadBank]
HAS_ERRORS: Final = "The check finds errors. Fix them first; nothing was published."


@dataclass(frozen=True, slots=True)
class CheckedDraft:
    """A draft, what its bank serves, and what the check makes of it."""

    opened: OpenDraft
    checked: Checked
    files: Mapping[str, bytes]  # the pictures that the text may show

    @property
    def draft(self) -> DraftRow:
        return self.opened.draft

    @property
    def live(self) -> ServedRow | None:
        return self.opened.live

    @property
    def bank(self) -> EditableBankRow | None:
        return self.opened.bank

    @property
    def problems(self) -> tuple[Problem, ...]:
        return tuple(sorted({*self.checked.problems, *self.checked.report.problems}))

    @property
    def is_outdated(self) -> bool:
        """Whether somebody else has published since the draft was begun."""
        return self.live is not None and self.live.load_id != self.draft.base_load_id

    @property
    def blocking(self) -> tuple[Problem, ...]:
        """Return the errors that keep it from being published: not those that are live already."""
        if self.checked.is_refused:
            errors = (one for one in self.problems if one.level is ProblemLevel.ERROR)
            return tuple(errors)
        before = self.live.text if self.live else ""
        return blocking(self.checked, changed_keys(before, self.draft.text))


@dataclass(frozen=True, slots=True)
class Preview:
    """What publishing a draft would do; nothing was stored.

    `learners` is how many people have answered each item that is changed or withdrawn, by ref.
    """

    checked: CheckedDraft
    result: LoadResult
    learners: dict[str, int] = field(default_factory=dict)

    @property
    def needs_why(self) -> tuple[str, ...]:
        """Return the items whose key changes: learners are told why."""
        return tuple(one.ref for one in self.result.changes if one.change is ChangeClass.KEY)


def check_draft(
    db_session: Session, user_id: int, slug: str, *, read: Read = read_apart
) -> CheckedDraft:
    """Hold somebody's draft against the rules; without one, what is served. Raises NotFound."""
    opened = open_draft(db_session, user_id, slug)
    files = image_files(db_session, slug) | draft_pictures(db_session, user_id, slug)
    pictures = read_pictures(files)
    checked = check_text(db_session, opened.draft.text, read=partial(read, pictures=pictures))
    bank = checked.book.bank
    if bank is not None and bank.slug != slug:
        message = f"The header says `bank: {bank.slug}`, but this is the draft of `{slug}`"
        problem = Problem(1, 1, "B018", message, f"write `bank: {slug}`")
        checked = replace(checked, problems=(problem, *checked.problems))
    return CheckedDraft(opened, checked, files)


def preview_draft(
    db_session: Session,
    user_id: int,
    slug: str,
    options: LoadOptions,
    *,
    read: Read = read_apart,
) -> Preview:
    """Say what publishing somebody's draft would do. Raises NotFound, Invalid (a class)."""
    found = check_draft(db_session, user_id, slug, read=read)
    if found.checked.is_refused:
        return Preview(found, LoadResult(slug, found.checked.problems))
    bank_id = found.bank.bank_id if found.bank else None
    result = foresee(db_session, bank_id, found.checked, options).result
    learners = learners_of_items(db_session, slug, _touched(result))
    return Preview(found, result, learners)


def publish_draft(
    db_session: Session,
    user_id: int,
    slug: str,
    version: int,
    options: LoadOptions,
    *,
    now: datetime,
    read: Read = read_apart,
) -> LoadResult:
    """Make somebody's draft live, all of it or nothing, and return what that did.

    `version` is that of the draft which was looked at. Raises Conflict when the draft or the
    bank changed since; Invalid for a text with errors, and (field: the item) for a corrected key
    or a lowered class without a reason; NotFound.
    """
    found = check_draft(db_session, user_id, slug, read=read)
    if found.blocking:
        raise Invalid(HAS_ERRORS)
    # Whoever else publishes it waits from here on.
    db_session.scalar(select(Bank.id).where(Bank.slug == slug).with_for_update())
    opened = open_draft(db_session, user_id, slug)
    draft, live = opened.draft, opened.live
    if not version == draft.version == found.draft.version:
        raise Conflict("The draft was saved again since you looked at it. Look once more.")
    if live is not None and live.load_id != draft.base_load_id:
        raise Conflict("Somebody else has published this bank since your draft was begun.")
    options = replace(options, files=found.files)
    result = put_bank(db_session, found.checked, Incoming(BROWSER, user_id, now), options)
    _refuse_silence(result, options)
    if result.is_refused:
        raise Invalid(HAS_ERRORS)
    forget_draft(db_session, user_id, slug)
    if opened.bank is None:
        bank_id = db_session.execute(select(Bank.id).where(Bank.slug == slug)).scalar_one()
        own_new_bank(db_session, bank_id, user_id, now)
    db_session.commit()
    return result


def _touched(result: LoadResult) -> list[str]:
    """Return the refs, as they are stored, of items that learners will notice."""
    before = {new: old for old, new in result.renamed}
    refs = [*result.changed, *result.retired, *result.withdrawn]
    return [before.get(ref, ref) for ref in refs]


def _refuse_silence(result: LoadResult, options: LoadOptions) -> None:
    """Refuse a corrected key that learners would not be told the reason of."""
    silent: Mapping[str, str] = {
        one.ref: f"Say why the key of {one.ref} changes: whoever was taught the old one reads it."
        for one in result.changes
        if one.change is ChangeClass.KEY and not options.why(one.ref)
    }
    if silent:
        first = next(iter(silent))
        raise Invalid(silent[first], first, silent)
