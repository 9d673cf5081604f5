"""Files in the shape of each format's documentation become the items that they should."""

import pytest

from quizapp.core.bank.foreign import Refused
from quizapp.services.foreign_formats import FORMATS
from tests.formats.case_files import Case, cases, told


@pytest.mark.parametrize("case", cases(), ids=lambda case: f"{case.format_name}: {case.name}")
def test_a_file_becomes_what_was_checked_by_hand(case: Case) -> None:
    try:
        imported = FORMATS[case.format_name].read(case.source.encode(), "demo", "Demo")
    except Refused as reason:
        shown = f"! {reason}"
    else:
        shown = told(imported)
    assert shown == case.expected


@pytest.mark.parametrize("name", ["gift", "aiken", "text2qti", "csv"])
def test_line_ends_and_byte_order_mark_make_no_difference(name: str) -> None:
    case = next(one for one in cases() if one.format_name == name)
    windows = b"\xef\xbb\xbf" + case.source.replace("\n", "\r\n").encode()
    assert told(FORMATS[name].read(windows, "demo", "Demo")) == case.expected
