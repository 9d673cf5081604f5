"""The style sheets as one file: order, size, and addresses that exist."""

import gzip
import re

from quizapp.web.assets import STATIC, joined_css

MOST_BYTES = 14 * 1024
MOST_SCRIPT_BYTES = 10 * 1024  # of all of them; no page has more than three
MOST_SCRIPTS = 3
TEMPLATES = STATIC.parent / "templates"


def test_every_sheet_is_in_the_order_once() -> None:
    names = (STATIC / "css" / "order.txt").read_text().split()
    assert sorted(names) == sorted(path.name for path in (STATIC / "css").glob("*.css"))
    assert names[0] == "tokens.css"
    assert names[-1] == "print.css"


def test_the_joined_sheet_stays_small() -> None:
    assert len(gzip.compress(joined_css())) <= MOST_BYTES


def test_addresses_in_the_joined_sheet_are_files_beside_it() -> None:
    addresses = re.findall(r'url\("([^"]+)"\)', joined_css().decode())
    assert addresses
    assert [address for address in addresses if not (STATIC / address).is_file()] == []


def test_classes_of_the_macros_have_a_style() -> None:
    css = joined_css().decode()
    used = set()
    for path in (TEMPLATES / "_macros").glob("*.html"):
        plain = re.sub(r"\{[{%#].*?[}%#]\}", " ", path.read_text(), flags=re.DOTALL)
        for names in re.findall(r'class="([\w\s-]+)"', plain):
            used.update(names.split())
    unstyled = {name for name in used if not re.search(rf"\.{re.escape(name)}\b", css)}
    assert unstyled == set()


def test_scripts_stay_small_and_few() -> None:
    scripts = sorted((STATIC / "js").glob("*.mjs"))
    assert len(gzip.compress(b"".join(path.read_bytes() for path in scripts))) <= MOST_SCRIPT_BYTES
    for path in TEMPLATES.rglob("*.html"):
        assert path.read_text().count("<script") <= MOST_SCRIPTS, path.name


def test_templates_name_files_that_exist() -> None:
    for path in TEMPLATES.rglob("*.html"):
        for name in re.findall(r"asset\('([^']+)'\)", path.read_text()):
            assert name == "app.css" or (STATIC / name).is_file(), f"{path.name}: {name}"


def test_templates_name_icons_of_the_sprite() -> None:
    icons = set(re.findall(r'<symbol id="([\w-]+)"', (STATIC / "icons" / "icons.svg").read_text()))
    for path in TEMPLATES.rglob("*.html"):
        for name in re.findall(r'icon\("([\w-]+)"\)', path.read_text()):
            assert name in icons, f"{path.name}: {name}"
