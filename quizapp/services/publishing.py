"""Making a draft live: what it would do to learners, and doing it, all or nothing."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from quizapp.core.bank.ownership import BROWSER
from quizapp.core.bank.problems import Problem
from quizapp.core.bank.reader import ReadBank
from quizapp.core.bank.revision import ChangeClass
from quizapp.db.models.banks import Bank
from quizapp.db.queries.drafts import DraftRow, ServedRow, learners_of_items
from quizapp.services.banks import Incoming, foresee, put_bank
from quizapp.services.checking import Checked, blocking, check_text
from quizapp.services.drafts import forget_draft, may_write, open_draft
from quizapp.services.editors import own_new_bank
from quizapp.services.errors import Conflict, Invalid
from quizapp.services.load_result import LoadOptions, LoadResult

Read = Callable[[str], ReadBank]


@dataclass(frozen=True, slots=True)
class Preview:
    """What publishing a draft would do; nothing was stored.

    `learners` is how many people have answered each changed item, by ref. `problems` are all of
    the check's, `blocking` those of them that keep it from being published.
    """

    draft: DraftRow
    live: ServedRow | None
    result: LoadResult
    problems: tuple[Problem, ...]
    learners: dict[str, int] = field(default_factory=dict)
    blocking: tuple[Problem, ...] = ()

    @property
    def is_outdated(self) -> bool:
        """Whether somebody else has published since the draft was begun."""
        return self.live is not None and self.live.load_id != self.draft.base_load_id

    @property
    def is_refused(self) -> bool:
        return self.result.is_refused or bool(self.blocking)

    @property
    def needs_why(self) -> tuple[str, ...]:
        """Return the items whose key changes: learners are told why."""
        return tuple(one.ref for one in self.result.changes if one.change is ChangeClass.KEY)


def preview_draft(
    db_session: Session,
    user_id: int,
    slug: str,
    options: LoadOptions,
    *,
    read: Read,
) -> Preview:
    """Say what publishing somebody's draft would do. Raises NotFound."""
    draft, live = open_draft(db_session, user_id, slug)
    checked = _checked(db_session, slug, draft.text, read)
    if checked.is_refused:
        return Preview(draft, live, LoadResult(slug, checked.problems), checked.problems)
    bank = may_write(db_session, user_id, slug)
    result = foresee(db_session, bank.bank_id if bank else None, checked, options).result
    problems = tuple(sorted({*checked.problems, *checked.report.problems, *result.problems}))
    refs = [*result.changed, *result.retired, *result.withdrawn]
    learners = learners_of_items(db_session, slug, refs)
    return Preview(draft, live, result, problems, learners, blocking(checked))


def publish_draft(
    db_session: Session,
    user_id: int,
    slug: str,
    version: int,
    options: LoadOptions,
    *,
    now: datetime,
    read: Read,
) -> LoadResult:
    """Make somebody's draft live, all of it or nothing, and return what that did.

    `version` is that of the draft which was looked at. Raises Conflict when the draft or the
    bank changed since; Invalid for a text with errors, and (field: the item) for a corrected key
    or a lowered class without a reason; NotFound.
    """
    draft, _ = open_draft(db_session, user_id, slug)
    checked = _checked(db_session, slug, draft.text, read)
    if checked.is_refused or blocking(checked):
        raise Invalid("The check finds errors. Fix them first; nothing was published.")
    # Whoever else publishes it waits from here on.
    db_session.scalar(select(Bank.id).where(Bank.slug == slug).with_for_update())
    draft, live = open_draft(db_session, user_id, slug)
    if draft.version != version:
        raise Conflict("The draft was saved again since you looked at it. Look once more.")
    if live is not None and live.load_id != draft.base_load_id:
        raise Conflict("Somebody else has published this bank since your draft was begun.")
    is_new = may_write(db_session, user_id, slug) is None
    result = put_bank(db_session, checked, Incoming(BROWSER, user_id, now), options)
    _refuse_silence(result, options)
    if result.is_refused:
        raise Invalid("The check finds errors. Fix them first; nothing was published.")
    forget_draft(db_session, user_id, slug)
    if is_new:
        bank_id = db_session.execute(select(Bank.id).where(Bank.slug == slug)).scalar_one()
        own_new_bank(db_session, bank_id, user_id, now)
    db_session.commit()
    return result


def _checked(db_session: Session, slug: str, text: str, read: Read) -> Checked:
    """Read a draft; one that calls itself by another bank's name has a problem more."""
    checked = check_text(db_session, text, read=read)
    bank = checked.book.bank
    if bank is None or bank.slug == slug:
        return checked
    message = f"The header says `bank: {bank.slug}`, but this is the draft of `{slug}`"
    hint = f"write `bank: {slug}`; a bank keeps its name for good"
    return replace(checked, problems=(Problem(1, 1, "B018", message, hint), *checked.problems))


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
