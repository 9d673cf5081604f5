"""The charts that only Progress has: each says in a table what it shows, within its box."""

import re
from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest
from markupsafe import Markup

from quizapp.web import progress_charts
from quizapp.web.chart_parts import LETTER
from tests.web.test_charts import EVIL, parsed, pictures, words

WEEKS = [("9 Nov", 3, 5, 42, 60), ("16 Nov", 5, 5, 75, 60)]
TIMES = [("9 Nov", 20, 31, 48, 40), ("16 Nov", 60, 80, 95, 12)]
SHARES = [("80–90%", 86, 70, 79, 86, 64), ("90–95%", 92, 90, 93, 95, 207)]
NAMED = ("Expected before", "Recalled")
HEAD = ("Expected", "On average", "Low", "Recalled", "High", "Reviews")


def minutes(*, has_plan: bool = True) -> Markup:
    return progress_charts.minutes("Minutes", "A sentence.", WEEKS, has_plan=has_plan)


def times(allowed: int = 72) -> Markup:
    return progress_charts.times("Times", "A sentence.", TIMES, allowed)


def expected(rows: list[progress_charts.Share] = SHARES) -> Markup:
    return progress_charts.expected("Memory", "A sentence.", rows, NAMED, HEAD)


def cells(html: Markup) -> list[list[str | None]]:
    return [[cell.text for cell in row] for row in parsed(html).findall(".//tbody/tr")]


@pytest.mark.parametrize("html", [minutes(), minutes(has_plan=False), times(), expected()])
def test_a_chart_has_title_sentence_hidden_pictures_and_a_table(html: Markup) -> None:
    tree = parsed(html)
    assert tree.findtext(".//figcaption/p") == "A sentence."
    assert [picture.get("class") for picture in pictures(html)] == ["w1", "w2", "w3", "w4"]
    assert {picture.get("aria-hidden") for picture in pictures(html)} == {"true"}
    assert tree.find(".//thead//th[@scope='col']") is not None
    assert "style=" not in html
    assert not re.search(r'(fill|stroke)="#', html)


def test_the_plans_minutes_lie_across_their_bars() -> None:
    for picture in pictures(minutes()):
        marks = picture.findall("line[@class='c-plan']")
        tops = [float(bar.get("y", "")) for bar in picture.findall("rect[@class='c-bar']")]
        assert [float(mark.get("y1", "")) < top for mark, top in zip(marks, tops, strict=True)] == [
            True,
            False,
        ], "below the plan, above the plan"
    assert cells(minutes())[1] == ["16 Nov", "5", "5", "75", "60"]


def test_without_a_plan_nothing_speaks_of_one() -> None:
    html = minutes(has_plan=False)
    assert "plan" not in words(html)
    assert all(picture.find("line[@class='c-plan']") is None for picture in pictures(html))
    assert cells(html) == [["9 Nov", "3", "42"], ["16 Nov", "5", "75"]]


def test_a_week_slower_than_the_exam_allows_is_marked_and_its_middle_lies_above_the_line() -> None:
    for picture in pictures(times()):
        assert len(picture.findall("rect[@class='c-bar']")) == 1
        assert len(picture.findall("rect[@class='c-bar3']")) == 1
        line = picture.find("line[@class='c-target']")
        assert line is not None
        allowed = float(line.get("y1", ""))
        within, over = (float(one.get("cy", "")) for one in picture.findall("circle"))
        assert over < allowed < within
    assert "The exam allows 72 s" in words(times())
    assert cells(times())[0] == ["9 Nov", "20 s", "31 s", "48 s", "40"]


def test_what_was_expected_stands_beside_what_came_with_its_range() -> None:
    picture = pictures(expected())[-1]
    ranges = picture.findall("line[@class='c-wh']")
    dots = [float(one.get("cx", "")) for one in picture.findall("circle")]
    for line, dot in zip(ranges, dots, strict=True):
        assert float(line.get("x1", "")) < dot < float(line.get("x2", ""))
    assert cells(expected())[0] == ["80–90%", "86%", "70%", "79%", "86%", "64"]


def test_the_scale_begins_at_half_unless_something_lies_below() -> None:
    assert "0%" not in axis(expected())
    assert axis(expected())[0] == "50%"
    assert axis(expected([("Guessing", 35, 30, 52, 60, 9)]))[0] == "0%"


def axis(html: Markup) -> list[str | None]:
    return [one.text for one in pictures(html)[-1].findall("text[@class='c-t mid']")]


@pytest.mark.parametrize(
    "html",
    [
        progress_charts.minutes(EVIL, EVIL, [(EVIL, 0, 0, 0, 0)], has_plan=True),
        progress_charts.minutes("Many", "", [("Nov 2026", 9, 9, 10**6, 1)] * 30, has_plan=True),
        progress_charts.times(EVIL, EVIL, [(EVIL, 0, 0, 0, 5)], 72),
        progress_charts.times("Long", "", [("9 Nov", 1, 3600, 10**6, 5)] * 26, 72),
        progress_charts.expected(EVIL, EVIL, [(EVIL, 0, 0, 0, 100, 1)], (EVIL, EVIL), HEAD),
    ],
)
def test_pictures_stay_inside_their_box_and_text_is_escaped(html: Markup) -> None:
    assert "<script" not in html
    for picture in pictures(html):
        width, height = (float(side) for side in picture.get("viewBox", "").split()[2:])
        for shape in picture.iter():
            assert inside(shape, width, height), ET.tostring(shape)


def test_the_last_date_stays_on_the_picture_and_the_others_keep_apart() -> None:
    weeks = [(f"Nov 20{place}", 1, 1, 9, 9) for place in range(10, 34)]
    html = progress_charts.minutes("Months", "", weeks, has_plan=False)
    for picture in pictures(html):
        width = float(picture.get("viewBox", "").split()[2])
        (last,) = picture.findall("text[@class='c-t end'][@x='" + f"{width:.0f}" + "']")
        assert last.text == "Nov 2033"
        places = sorted(
            float(one.get("x", "")) for one in picture.findall("text[@class='c-t mid']")
        )
        assert all(right - left > 8 * LETTER for left, right in pairwise(places))


def inside(shape: ET.Element, width: float, height: float) -> bool:
    x = [float(shape.get(name, "0")) for name in ("x", "cx", "x1", "x2")]
    y = [float(shape.get(name, "0")) for name in ("y", "cy", "y1", "y2")]
    return all(-1 <= one <= width + 1 for one in x) and all(-1 <= one <= height + 1 for one in y)
