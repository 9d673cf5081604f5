"""The signed token in a question's form: what was shown, to whom, when.

No valid token means that the question was not shown; nobody else's token fits.
"""

import secrets
from datetime import UTC, datetime

from flask import current_app
from itsdangerous import BadSignature, URLSafeSerializer

from quizapp.services.errors import Conflict
from quizapp.services.recording import Shown


def new_answer_id(now: datetime) -> str:
    """Return an id for an answer to come: sortable by time, unguessable."""
    return f"{int(now.timestamp() * 1000):012x}{secrets.token_hex(10)}"


def seal(shown: Shown) -> str:
    """Return `shown` as signed text."""
    return _serializer().dumps(
        [
            shown.user_id,
            shown.session_id,
            shown.n,
            shown.item_id,
            shown.part,
            shown.revision,
            list(shown.order),
            int(shown.shown_at.timestamp() * 1000),
            shown.answer_id,
        ]
    )


def unseal(token: str) -> Shown:
    """Return what `token` says was shown; Conflict when this site did not make it."""
    try:
        values = _serializer().loads(token)
    except BadSignature as error:
        raise Conflict(
            "This answer does not belong to a question that was shown to you, so it was not "
            "stored. Go back to the session and answer it there."
        ) from error
    user_id, session_id, n, item_id, part, revision, order, shown_ms, answer_id = values
    shown_at = datetime.fromtimestamp(shown_ms / 1000, UTC)
    return Shown(user_id, session_id, n, item_id, part, revision, tuple(order), shown_at, answer_id)


def _serializer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.secret_key or "", salt="question-shown")
