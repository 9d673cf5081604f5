"""Pictures go out with a bank and come back with it, where a format takes files along."""

from typing import Final

import pytest

from quizapp.services.foreign_formats import FORMATS
from tests.core.bank.samples import HEADER, bank_of
from tests.formats.test_made_by_their_tools import FILES

PNG: Final = FORMATS["anki"].read((FILES / "anki_new.apkg").read_bytes(), "a", "A").files
PATH: Final = "pictures/bond map.png"
BANK: Final = (
    HEADER + "## [d-1] One\nSee ![the map](pictures/bond%20map.png).\n\n- [x] this\n- [ ] that\n"
)


@pytest.mark.parametrize(
    ("name", "path"),
    [("moodle", PATH), ("qti", PATH), ("anki", "pictures--bond map.png")],
)
def test_a_picture_comes_back(name: str, path: str) -> None:
    [data] = PNG.values()
    back = FORMATS[name].read(FORMATS[name].write(bank_of(BANK), {PATH: data}), "demo", "Demo")
    assert back.files == {path: data}
    assert back.bank.items[0].stem == f"See ![the map]({path.replace(' ', '%20')})."
    assert back.notes == ()


@pytest.mark.parametrize("name", ["gift", "text2qti"])
def test_without_its_file_a_picture_is_its_description(name: str) -> None:
    [data] = PNG.values()
    back = FORMATS[name].read(FORMATS[name].write(bank_of(BANK), {PATH: data}), "demo", "Demo")
    assert back.files == {}
    assert back.bank.items[0].stem == "See the map."
    assert "did not come with the file" in back.notes[0].message
