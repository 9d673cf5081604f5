"""What the pages of educators share: who may see them, and which bank is meant."""

from flask import abort, current_app, url_for

from quizapp.core.access import Permission, Role, has_permission
from quizapp.db.base import db_session
from quizapp.db.queries.accounts import ViewerRow
from quizapp.db.queries.teaching import EditableBankRow, editable_bank
from quizapp.services.errors import NotFound
from quizapp.web.login import ask_to_sign_in, viewer

NO_PAGE = "There is no page at this address."


def educator() -> ViewerRow:
    """Return who is asking, if they may load banks; for other learners the page is not there.

    Somebody signed out is asked to sign in.
    """
    row = viewer()
    if row is None:
        abort(ask_to_sign_in())
    if not has_permission(Role(row.role), Permission.LOAD_BANKS):
        raise NotFound(NO_PAGE)
    return row


def own_bank(slug: str) -> EditableBankRow:
    """Return the bank that the educator who is asking may change. Raises NotFound."""
    bank = editable_bank(db_session, educator().user_id, slug)
    if bank is None:
        raise NotFound(NO_PAGE)
    return bank


def edit_url(slug: str, ref: str) -> str:
    """Return where a question is edited; empty where this app has no such page."""
    if "editing.edit" not in current_app.view_functions:
        return ""
    return url_for("editing.edit", slug=slug, item=ref)
