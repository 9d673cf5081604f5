"""Every pair of tokens that stand on each other: text 7:1, edges and chart marks 3:1."""

import re
from pathlib import Path

import pytest

from quizapp.web.assets import STATIC

TEXT, MARK = 7.0, 3.0
GROUNDS = ("paper", "surface", "raised", "sunken")
HUES = ("leaf", "brick", "sun", "plum")
THEMES = ("light", "dark")
_PAIR = re.compile(r"--([\w-]+):\s*light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)")


def tokens(css: str) -> dict[str, tuple[str, str]]:
    """Return token -> (light, dark) of the style sheet as everybody sees it first."""
    standard = css.split("@media (prefers-contrast", maxsplit=1)[0]
    return {name: (light, dark) for name, light, dark in _PAIR.findall(standard)}


def luminance(color: str) -> float:
    """Return the relative luminance of #rrggbb as WCAG 2 defines it."""
    shares = [int(color[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (
        share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def pairs() -> list[tuple[str, str, float]]:
    """Return (front, ground, least contrast) for all that the components put together."""
    found = [(ink, ground, TEXT) for ink in ("ink", "ink-2", "spruce") for ground in GROUNDS]
    found += [(front, "spruce-soft", TEXT) for front in ("spruce", "ink", "ink-2")]
    found += [("on-fill", ground, TEXT) for ground in ("spruce", "spruce-hover")]
    for hue in HUES:
        found += [(hue, ground, TEXT) for ground in (f"{hue}-soft", "surface", "raised", "paper")]
        found += [(ink, f"{hue}-soft", TEXT) for ink in ("ink", "ink-2")]
        found += [(f"{hue}-fill", ground, MARK) for ground in ("surface", "raised")]
        found += [("surface", hue, TEXT)]  # white words on a filled tag or letter
    found += [(edge, ground, MARK) for edge in ("edge", "focus") for ground in GROUNDS]
    found += [("spruce-mid", "surface", MARK), ("heat-3", "surface", MARK), ("paper", "ink", TEXT)]
    return found


@pytest.fixture(scope="module")
def palette() -> dict[str, tuple[str, str]]:
    return tokens(Path(STATIC / "css" / "tokens.css").read_text())


@pytest.mark.parametrize(("front", "ground", "least"), pairs())
@pytest.mark.parametrize("theme", THEMES)
def test_a_pair_has_enough_contrast(
    palette: dict[str, tuple[str, str]], front: str, ground: str, least: float, theme: str
) -> None:
    place = THEMES.index(theme)
    assert contrast(palette[front][place], palette[ground][place]) >= least


def test_black_on_white_is_twenty_one_to_one() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


def test_colors_are_named_in_the_tokens_only() -> None:
    loose = {
        path.name: re.findall(r"#[0-9a-fA-F]{3,8}\b|rgba?\(", path.read_text())
        for path in (STATIC / "css").glob("*.css")
        if path.name not in {"tokens.css", "print.css"}
    }
    assert {name: found for name, found in loose.items() if found} == {}
