"""docs/formats.md says of each format what the code does."""

from tests.architecture.sources import ROOT
from tests.formats.formats_doc import table


def test_the_table_is_that_of_the_code() -> None:
    assert table() in (ROOT / "docs" / "formats.md").read_text(encoding="utf-8")
