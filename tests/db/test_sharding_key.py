"""What docs/scaling.md says of sharding by `user_id`: which tables carry it, which statements."""

import re
from collections.abc import Callable

import pytest
from flask import Flask

from quizapp.config import ROOT
from quizapp.db.base import Base
from quizapp.web.page_cache import init_page_cache
from tests.db.test_statements import Sent, owe_more, sending
from tests.factories import make_person
from tests.web.visitor import Visitor

KEYED = {name for name, table in Base.metadata.tables.items() if "user_id" in table.columns}
_USE = r"(?:FROM|JOIN|UPDATE|INTO|,)\s+({table})\b(?!\.)(?:\s+AS\s+(\w+))?"
_EQUAL = re.compile(r"\b(\w+)\.user_id = (?:(\?)|(\w+)\.user_id)")
# The statements that may do without, known by the words they hold, and why.
EXCEPTIONS = {
    "login_sessions.id_hash = ?": "who is asking: found by the hash of the cookie, nothing else",
}


def unkeyed(statement: str) -> set[str]:
    """Return the tables that carry `user_id` and of which the statement does not name one."""
    if statement.startswith("INSERT") and re.match(
        r"INSERT INTO \w+ \([^)]*\buser_id\b", statement
    ):
        statement = statement.partition(")")[2]
    uses = {
        alias or name: name
        for table in KEYED
        for name, alias in re.findall(_USE.format(table=table), statement)
    }
    equal = [(one, "?" if value else other) for one, value, other in _EQUAL.findall(statement)]
    named, before = {"?"}, 0
    while before < len(named):
        before = len(named)
        named |= {one for pair in equal if named & set(pair) for one in pair}
    return {name for alias, name in uses.items() if alias not in named}


def crossing(sent: Sent) -> list[str]:
    lines = [" ".join(statement.split()) for statement, _ in sent]
    return [
        f"{unkeyed(line)}: {line}"
        for line in lines
        if unkeyed(line) and not any(words in line for words in EXCEPTIONS)
    ]


@pytest.mark.parametrize(
    ("statement", "tables"),
    [
        ("SELECT 1 FROM reviews WHERE reviews.item_id = ?", {"reviews"}),
        ("SELECT 1 FROM reviews AS r, cards WHERE cards.user_id = ?", {"reviews"}),
        (
            "SELECT 1 FROM reviews AS r JOIN cards ON r.user_id = cards.user_id",
            {"reviews", "cards"},
        ),
        (
            "SELECT 1 FROM reviews AS r, cards WHERE r.user_id = cards.user_id AND r.user_id = ?",
            set(),
        ),
        ("UPDATE cards SET reps=? WHERE cards.item_id = ?", {"cards"}),
        ("INSERT INTO cards (user_id, item_id) VALUES (?, ?)", set()),
        ("INSERT INTO cards (item_id) VALUES (?)", {"cards"}),
        ("SELECT items.id FROM items", set()),
    ],
)
def test_the_check_sees_a_statement_across_learners(statement: str, tables: set[str]) -> None:
    assert unkeyed(statement) == tables


@pytest.fixture
def alice(app: Flask) -> Visitor:
    """Alice, signed in, with 30 missed questions and as many due."""
    browser = Visitor(app)
    browser.sign_in(make_person(app, "Alice"))
    owe_more(app, 30)
    return browser


def test_every_hot_statement_names_the_learner(app: Flask, alice: Visitor) -> None:
    sid = alice.start()
    options = alice.question(sid)
    actions: dict[str, Callable[[], object]] = {
        "study.show": lambda: alice.get(f"/study/{sid}"),
        "study.answer": lambda: alice.answer(sid, next(iter(options.values()))),
        "today": lambda: alice.get("/today"),
        "missed": lambda: alice.get("/missed"),
        "progress": lambda: alice.get("/progress"),
    }
    for name, action in actions.items():
        init_page_cache(app)
        with sending(app) as sent:
            action()
        assert any("user_id = ?" in statement for statement, _ in sent), name
        assert crossing(sent) == [], name


def test_every_table_is_told_by_its_key() -> None:
    paper = (ROOT / "docs" / "scaling.md").read_text()
    rows = dict(
        re.findall(r"^\| (carry it|through a parent|of everybody) \| (.+?) \|", paper, re.MULTILINE)
    )
    told = {how: set(re.findall(r"`(\w+)`", names)) for how, names in rows.items()}
    assert told["carry it"] == KEYED
    parents = {"study_session_cards": "study_sessions", "attempt_items": "attempts"}
    for name, parent in parents.items():
        assert parent in {one.column.table.name for one in Base.metadata.tables[name].foreign_keys}
    assert told["through a parent"] == set(parents)
    everybody = Base.metadata.tables.keys() - KEYED - parents.keys()
    assert told["of everybody"] == everybody
