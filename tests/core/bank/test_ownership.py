"""Whose text is served: by the hashes of what was loaded before."""

import pytest

from quizapp.core.bank.ownership import BROWSER, Claim, Seen, claim_of, diffs_of

FILE = "content/a.md"


def filed(number: int, sha256: str) -> Seen:
    return Seen(number, sha256, FILE)


def published(number: int, sha256: str) -> Seen:
    return Seen(number, sha256, BROWSER)


# what comes, from where, last from a file, what is served, what becomes of it
ROWS = [
    ("a", FILE, None, None, Claim.LOAD),
    ("a", BROWSER, None, None, Claim.LOAD),
    ("a", FILE, filed(1, "a"), filed(1, "a"), Claim.NOTHING),
    ("b", FILE, filed(1, "a"), filed(1, "a"), Claim.LOAD),
    ("b", BROWSER, filed(1, "a"), filed(1, "a"), Claim.LOAD),
    ("a", BROWSER, filed(1, "a"), filed(1, "a"), Claim.NOTHING),
    # the browser has published since
    ("a", FILE, filed(1, "a"), published(2, "b"), Claim.NOTHING),
    ("b", FILE, filed(1, "a"), published(2, "b"), Claim.NOTE),
    ("c", FILE, filed(1, "a"), published(2, "b"), Claim.CONFLICT),
    ("c", BROWSER, filed(1, "a"), published(2, "b"), Claim.LOAD),
    ("a", BROWSER, filed(1, "a"), published(2, "b"), Claim.LOAD),
    # no file yet
    ("c", FILE, None, published(1, "b"), Claim.CONFLICT),
    ("b", FILE, None, published(1, "b"), Claim.NOTE),
    # the conflict was settled for the browser's text: the file was seen after it
    ("c", FILE, filed(3, "c"), published(2, "b"), Claim.NOTHING),
    ("d", FILE, filed(3, "c"), published(2, "b"), Claim.LOAD),
]


@pytest.mark.parametrize(("sha256", "origin", "last_file", "served", "claim"), ROWS)
def test_what_becomes_of_a_text(
    sha256: str, origin: str, last_file: Seen | None, served: Seen | None, claim: Claim
) -> None:
    assert claim_of(sha256, origin, filed=last_file, served=served) is claim


def test_both_sides_are_shown_against_what_they_shared() -> None:
    diffs = diffs_of("one\ntwo\n", "one\n2\n", "one\ntwo\nthree\n", name=FILE)
    assert diffs.file.splitlines()[:2] == ["--- loaded last", f"+++ {FILE}"]
    assert {"-two", "+2"} <= set(diffs.file.splitlines())
    assert "+++ browser" in diffs.browser
    assert "+three" in diffs.browser
    assert "-two" not in diffs.browser
