"""Taking a learner's record in: all of it or nothing, into an account without a record."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Table, insert, select
from sqlalchemy.exc import DataError, IntegrityError
from sqlalchemy.orm import Session

from quizapp.core.record import VERSION, BadRecord, owner_mark, read_record
from quizapp.db.base import table_of
from quizapp.db.models.accounts import User
from quizapp.db.record_names import Names, ids_named, names_of
from quizapp.services.accounts import Choices, check_choices
from quizapp.services.errors import Conflict, Invalid
from quizapp.services.record_tables import (
    FIELDS_SINCE,
    OF_USER,
    PARTS,
    REVISIONS,
    SINCE,
    Part,
    columns_of,
    read,
)
from quizapp.services.recording import lock_learner
from quizapp.services.study_log import make_cards

MOST_BANKS_NAMED = 5
Entry = Mapping[str, Any]
Values = dict[str, Any]


def import_record(db_session: Session, user_id: int, text: str, *, is_mine: bool = False) -> int:
    """Take a record in and return how many answers it has.

    `is_mine` allows a record that was made under another address. Raises Invalid for a file that
    cannot be read or points to questions that are not here, Conflict for an account that has a
    record already; then nothing is stored.
    """
    try:
        record = read_record(text)
        lock_learner(db_session, user_id)
        user = db_session.get_one(User, user_id)
        _check_account(db_session, user, record, is_mine=is_mine)
        names = _names(db_session, record)
        for name, value in _values_of_user(record).items():
            setattr(user, name, value)
        _store(db_session, user_id, record, names)
    except BadRecord as fault:
        raise Invalid(str(fault), "file") from fault
    except (IntegrityError, DataError, OverflowError) as fault:
        message = "The file contradicts itself, so nothing was taken in. Export it once more."
        raise Invalid(message, "file") from fault
    db_session.commit()
    return len(record["answers"])


def _check_account(db_session: Session, user: User, record: Entry, *, is_mine: bool) -> None:
    for part in PARTS.values():
        query = select(part.table.c.user_id).where(part.table.c.user_id == user.id).limit(1)
        if db_session.scalar(query) is not None:
            raise Conflict(
                "This account has a record of its own, and two cannot be joined. Take the file in "
                "with a new account, before its first answer."
            )
    owner = record.get("owner")
    if owner and owner != owner_mark(user.email) and not is_mine:
        raise Invalid(
            "This record was made under another e-mail address. If it is yours, say so below; "
            "somebody else's is not to be taken in.",
            "is_mine",
        )


def _entries(record: Entry, name: str) -> list[Entry]:
    is_older = record.get("version", VERSION) < SINCE.get(name, 1)
    entries = record.get(name, [] if is_older else None)
    if not isinstance(entries, list) or not all(isinstance(one, dict) for one in entries):
        raise BadRecord(f"“{name}” is missing in the file. Export the record once more.")
    since, lacking = FIELDS_SINCE.get(name, (1, {}))
    if record.get("version", VERSION) < since:
        return [{**lacking, **one} for one in entries]
    return entries


def _names(db_session: Session, record: Entry) -> Names:
    """Return the names of all that the record points to. Raises Invalid when some is not here."""
    wanted: set[str] = set()
    for name, part in PARTS.items():
        for entry in _entries(record, name):
            some: Iterable[Any] = [entry]
            if part.below:
                some = [entry, *_entries(entry, part.below)]
            wanted |= {str(one["item"]) for one in some if "item" in one}
            wanted |= _recalled(entry)
    found = ids_named(db_session, wanted)
    missing = sorted({name.split("/")[0] for name in wanted - found.keys()})
    if missing:
        more = len(missing) - MOST_BANKS_NAMED
        listed = ", ".join(missing[:MOST_BANKS_NAMED]) + (f" and {more} more" if more > 0 else "")
        raise BadRecord(
            f"Questions of these banks are not here: {listed}. Load the banks first; nothing was "
            "taken in."
        )
    return names_of(db_session, found.values())


def _recalled(entry: Entry) -> set[str]:
    """Return the items that a forecast names; whether it is well formed is told later."""
    cards = entry.get("recall")
    some = cards if isinstance(cards, list) else []
    return {one[0] for one in some if isinstance(one, list) and one and isinstance(one[0], str)}


def _values_of_user(record: Entry) -> Values:
    learner = record.get("learner")
    if not isinstance(learner, dict):
        raise BadRecord("“learner” is missing in the file. Export the record once more.")
    columns = table_of(User).c
    values = {name: read(columns[name], learner, "learner") for name in OF_USER}
    accommodations = values.pop("accommodations")
    try:
        check_choices(Choices(**values))
    except Invalid as fault:
        raise BadRecord(f"learner, {fault.field}: {fault}") from fault
    return values | {"accommodations": accommodations}


def _store(db_session: Session, user_id: int, record: Entry, names: Names) -> None:
    sessions: list[int] = []  # ids, by place in the file
    for name, part in PARTS.items():
        rows = []
        for place, entry in enumerate(_entries(record, name), start=1):
            where = f"{name}, entry {place}"
            values = _row(part, entry, names, where, sessions) | {"user_id": user_id}
            if part.below_model is None:
                rows.append(values)
                continue
            statement = insert(part.table).values(values).returning(part.table.c.id)
            new_id: int = db_session.execute(statement).scalar_one()
            if name == "sessions":
                sessions.append(new_id)
            table = table_of(part.below_model)
            below = [
                _plain(table, one, names, f"{where}, {part.below}") | {part.below_key: new_id}
                for one in _entries(entry, part.below)
            ]
            if below:
                db_session.execute(insert(table), below)
        if rows:
            db_session.execute(insert(part.table), rows)
    make_cards(db_session, user_id)


def _row(part: Part, entry: Entry, names: Names, where: str, sessions: list[int]) -> Values:
    values = _plain(part.table, entry, names, where)
    if "session_id" in part.table.c and part.below_key != "session_id":
        place = entry.get("session")
        is_known = isinstance(place, int) and 0 <= place < len(sessions)
        if place is not None and not is_known:
            raise BadRecord(f"{where}: there is no session {place!r}. Export it once more.")
        values["session_id"] = None if place is None else sessions[place]
    if "recall" in part.table.c:
        values["recall"] = [[names.item_ids[one[0]], *one[1:]] for one in values["recall"]]
    return values


def _plain(table: Table, entry: Entry, names: Names, where: str) -> Values:
    values = {column.name: read(column, entry, where) for column in columns_of(table)}
    if "item_id" in table.c:
        item_id = names.item_ids.get(str(entry.get("item")))
        if item_id is None:
            raise BadRecord(f"{where}: “item” is missing. Export the record once more.")
        values["item_id"] = item_id
        for name in REVISIONS & set(table.c.keys()):
            number = names.revisions.get((item_id, str(entry.get(name))))
            if number is None:
                raise BadRecord(
                    f"{where}: this wording of {entry['item']} is not here. Load the bank as it "
                    "was then, and after it as it is now; nothing was taken in."
                )
            values[name] = number
    return values
