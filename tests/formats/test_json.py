"""A bank as JSON: every item, in words."""

import json
from typing import Any

from quizapp.core.bank.model import Bank
from quizapp.core.bank.parser import parse_bank
from quizapp.formats.json import write
from tests.core.bank.samples import EXAMPLE, HEADER


def bank_of(text: str) -> Bank:
    bank = parse_bank(text).bank
    assert bank is not None
    return bank


def items_of(text: str) -> dict[str, dict[str, Any]]:
    document = json.loads(write(bank_of(text)))
    return {item["id"]: item for item in document["items"]}


def test_the_document_names_its_bank_and_keeps_the_order() -> None:
    document = json.loads(write(bank_of(EXAMPLE)))
    assert document["bank"] == "crc-alliance"
    assert [item["id"] for item in document["items"]] == ["wa-007", "wa-031", "wa-c02", "wa-c03"]


def test_a_choice_with_everything() -> None:
    item = items_of(EXAMPLE)["wa-007"]
    assert item.pop("source").endswith("Psychotherapy, 16(3), 252-260, p. 253")
    assert item.pop("explanation").startswith("Bordin freed the concept")
    assert item == {
        "id": "wa-007",
        "kind": "single",
        "stem": "Which set names the three components of the alliance in Bordin's model?",
        "options": [
            {
                "text": "goals, tasks, bond",
                "key": True,
                "rationale": "Agreement on goals, agreement on tasks, and the attachment that "
                "carries both.",
            },
            {
                "text": "empathy, regard, genuineness",
                "key": False,
                "rationale": "Rogers' facilitative conditions, a theory of what the therapist "
                "offers.",
            },
        ],
        "concept": "bordin",
        "level": "recall",
        "status": "live",
        "facts": ["K057"],
        "evidence": "",
    }


def test_cards_and_cases() -> None:
    items = items_of(EXAMPLE)
    assert items["wa-c02"]["stem"] == "Who first used the term therapeutic alliance?"
    assert items["wa-c02"]["answer"] == "Zetzel (1956)"
    assert items["wa-c02"]["options"] == []
    assert items["wa-c03"]["stem"].endswith("on [goals], agreement on [tasks] and a [bond].")
    assert "answer" not in items["wa-c03"]
    assert items["wa-031"]["stimulus"].startswith("Ms. R., 41")
    assert items["wa-031"]["status"] == "draft"
    assert "stimulus" not in items["wa-007"]


def test_letters_of_all_languages_stay_readable() -> None:
    text = write(
        bank_of(HEADER + "## [d-1] One\nQ: Flückiger *et al.*?\n\nA: 2018 — r = .28\n")
    ).decode()
    assert "Flückiger et al.?" in text
    assert "2018 — r = .28" in text
    assert text.endswith("}\n")


def test_kinds_without_options_say_what_is_right() -> None:
    head = "## [d-1] One\nWhat?\n\n"
    steps = "* Type: order\n\n1. *a*\n   > Why.\n2. b\n3. c\n"
    rows = "* Type: match\n\n| Who | What |\n|---|---|\n| a | *b* |\n| c | d |\n|  | e |\n"
    order = items_of(HEADER + head + steps)["d-1"]
    assert order["steps"][:2] == [
        {"text": "a", "rationale": "Why."},
        {"text": "b", "rationale": ""},
    ]
    match = items_of(HEADER + head + rows)["d-1"]
    assert match["columns"] == ["Who", "What"]
    assert match["pairs"][0] == {"left": "a", "right": "b"}
    assert match["pairs"][2] == {"left": "", "right": "e"}
    typed = items_of(HEADER + head + "* Answer: the *bond* | bond\n")["d-1"]
    assert (typed["kind"], typed["accepted"]) == ("typed", ["the bond", "bond"])
    number = items_of(HEADER + head + "* Answer: 36 ± 0.5\n")["d-1"]
    assert number["number"] == {"value": "36", "tolerance": "0.5"}
    assert {"accepted", "steps", "pairs", "answer"}.isdisjoint(number)
