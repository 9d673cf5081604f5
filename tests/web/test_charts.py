"""Charts: well-formed, escaped, and able to do with nothing, one row and large numbers."""

import re
from collections.abc import Callable
from xml.etree import ElementTree as ET

import pytest
from markupsafe import Markup

from quizapp.web import charts
from quizapp.web.chart_parts import number, tag, ticks

EVIL = '<script>alert("1")</script> & co'
DAYS = [("Today", 15, 6), ("Sun 22", 18, 8), ("Mon 23", 22, 0)]
POINTS = [("7 Sep", 70, 79, 86), ("14 Sep", 71, 80, 86), ("21 Sep", 74, 82, 87)]
TOPICS = [("Bond", 76, 82, 87, 214), ("Task", 52, 61, 70, 88)]
WORDS = [("Guessing", 35, 38, 64), ("Certain", 95, 81, 207)]
WEEKS: list[list[int | None]] = [[0, 1, 2, 3, 4, 0, 1], [4, 3, 2, None, None, None, None]]


def parsed(html: Markup) -> ET.Element:
    """Return the chart as a tree; a fault in its markup raises."""
    return ET.fromstring(f"<div>{html}</div>")  # noqa: S314 - our own markup


def words(html: Markup) -> str:
    return " ".join("".join(parsed(html).itertext()).split())


def pictures(html: Markup) -> list[ET.Element]:
    return parsed(html).findall(".//*[@class='plot']/svg")


def squares(picture: ET.Element, cls: str) -> list[tuple[float, float]]:
    """Return where the squares of a class begin."""
    found = picture.find(f"path[@class='{cls}']")
    path = "" if found is None else found.get("d", "")
    return [(float(x), float(y)) for x, y in re.findall(r"M([\d.]+) ([\d.]+)", path)]


FULL: dict[str, Callable[[], Markup]] = {
    "bars": lambda: charts.bars("Ahead", "A sentence.", DAYS),
    "line": lambda: charts.line("Recall", "A sentence.", POINTS, 90),
    "heat": lambda: charts.heat("Days", "A sentence.", WEEKS, [(0, "Nov")], [("Nov", 9, 141)]),
    "mastery": lambda: charts.mastery("Mastery", "A sentence.", TOPICS, 75),
    "calib": lambda: charts.calib("Sure", "A sentence.", WORDS),
}
EMPTY: dict[str, Callable[[], Markup]] = {
    "bars": lambda: charts.bars("Ahead", "Nothing yet.", []),
    "line": lambda: charts.line("Recall", "Nothing yet.", [], 90),
    "heat": lambda: charts.heat("Days", "Nothing yet.", [], [], []),
    "mastery": lambda: charts.mastery("Mastery", "Nothing yet.", [], 75),
    "calib": lambda: charts.calib("Sure", "Nothing yet.", []),
}


@pytest.mark.parametrize("name", FULL)
def test_a_chart_has_title_sentence_four_hidden_pictures_and_a_table(name: str) -> None:
    html = FULL[name]()
    tree = parsed(html)
    assert tree.findtext(".//figcaption/h2")
    assert tree.findtext(".//figcaption/p") == "A sentence."
    drawn = pictures(html)
    assert [picture.get("class") for picture in drawn] == ["w1", "w2", "w3", "w4"]
    assert {picture.get("aria-hidden") for picture in drawn} == {"true"}
    assert tree.find(".//details//table/thead/tr/th[@scope='col']") is not None
    assert tree.find(".//details//table/tbody/tr/th[@scope='row']") is not None


@pytest.mark.parametrize("name", FULL)
def test_a_chart_has_no_style_and_no_color_of_its_own(name: str) -> None:
    html = str(FULL[name]())
    assert "style=" not in html
    assert not re.search(r'(fill|stroke)="#', html)


@pytest.mark.parametrize("name", EMPTY)
def test_a_chart_of_nothing_is_its_sentence(name: str) -> None:
    html = EMPTY[name]()
    assert parsed(html).findtext(".//figcaption/p") == "Nothing yet."
    assert pictures(html) == []
    assert parsed(html).find(".//table") is None


@pytest.mark.parametrize(
    "html",
    [
        charts.bars(EVIL, EVIL, [(EVIL, 1, 1)], EVIL),
        charts.line(EVIL, EVIL, [(EVIL, 1, 2, 3)], 90),
        charts.heat(EVIL, EVIL, WEEKS, [(0, EVIL)], [(EVIL, 1, 1)]),
        charts.mastery(EVIL, EVIL, [(EVIL, 1, 2, 3, 4)], 75),
        charts.calib(EVIL, EVIL, [(EVIL, 1, 2, 3)]),
        charts.pips([EVIL], 1),
    ],
)
def test_all_text_is_escaped(html: Markup) -> None:
    assert parsed(html).find(".//script") is None
    assert "<script" not in html


@pytest.mark.parametrize(
    "html",
    [
        charts.bars("One", "One day.", [("Today", 0, 0)]),
        charts.line("One", "One week.", [("7 Sep", 70, 79, 86)], None),
        charts.heat("One", "One week.", [[None] * 7], [], []),
        charts.mastery("One", "One topic.", [("Bond", 0, 0, 0, 0)], None),
        charts.calib("One", "One word.", [("Certain", 0, 0, 0)]),
        charts.bars("Much", "Much.", [("Today", 10**9, 10**9)] * 14),
        charts.line("Far", "Out of range.", [("a", -50, 500, 900), ("b", 0, 0, 0)], 150),
        charts.mastery("Far", "Out of range.", [("x" * 200, -5, 500, 900, 10**9)], 120),
    ],
)
def test_pictures_stay_inside_their_box(html: Markup) -> None:
    for picture in pictures(html):
        width, height = (float(side) for side in picture.get("viewBox", "").split()[2:])
        assert width > 0
        assert height > 0
        for shape in picture.iter():
            assert float(shape.get("width", "0")) >= 0
            assert -1 <= float(shape.get("x", "0")) <= width
            assert -20 <= float(shape.get("y", "0")) <= height
            assert -1 <= float(shape.get("cx", "0")) <= width


def test_one_point_is_a_dot_with_its_interval_and_no_line() -> None:
    html = charts.line("Recall", "One week.", [("7 Sep", 70, 79, 86)], 90)
    for picture in pictures(html):
        assert picture.find("polyline") is None
        assert picture.find("circle[@class='c-dot']") is not None
        assert picture.find("line[@class='c-wh']") is not None


def test_bars_grow_with_their_numbers_and_mark_the_first_day() -> None:
    widest = pictures(charts.bars("Ahead", "", [("a", 10, 0), ("b", 20, 0)]))[-1]
    first = widest.find("rect[@class='c-hot']")
    second = widest.find("rect[@class='c-bar']")
    assert first is not None
    assert second is not None
    low, high = (float(bar.get("height", "0")) for bar in (first, second))
    assert high == pytest.approx(2 * low, rel=0.01)


def test_bars_say_each_total() -> None:
    assert "21" in words(charts.bars("Ahead", "", DAYS))


def test_bars_of_one_figure_have_its_name_and_no_key() -> None:
    html = charts.bars("Ahead", "", [("Today", 20, 0), ("Mon 23", 0, 0)], "Minutes")
    assert "Reviews due" not in html
    assert [one.text for one in parsed(html).findall(".//thead//th")] == ["Day", "Minutes"]


def test_a_narrow_forecast_shows_all_days_as_its_table_does() -> None:
    days = [(f"d{place}", 1, 0) for place in range(14)]
    html = charts.bars("Ahead", "", days)
    narrow, *_, wide = pictures(html)
    assert len(narrow.findall("rect")) == 14
    assert len(wide.findall("rect")) == 14
    assert len(parsed(html).findall(".//tbody/tr")) == 14


def test_mastery_below_the_goal_has_another_color_than_above() -> None:
    picture = pictures(charts.mastery("Mastery", "", TOPICS, 75))[-1]
    assert len(picture.findall("rect[@class='c-bar']")) == 1
    assert len(picture.findall("rect[@class='c-bar3']")) == 1


def test_a_word_that_promises_too_much_is_marked() -> None:
    picture = pictures(charts.calib("Sure", "", WORDS))[-1]
    assert [
        line.get("class") for line in picture.findall("line") if "c-iv" in str(line.get("class"))
    ] == [
        "c-iv",
        "c-iv low",
    ]


def test_heat_leaves_the_future_open_and_marks_the_last_day() -> None:
    picture = pictures(charts.heat("Days", "", WEEKS, [(0, "Nov")], []))[-1]
    days = [square for level in range(5) for square in squares(picture, f"h{level}")]
    assert len(days) == 10
    assert squares(picture, "h-today") == [max(days)]


def test_heat_outlines_the_days_of_the_plan_and_says_so() -> None:
    plain = charts.heat("Days", "", WEEKS, [(0, "Nov")], [])
    html = charts.heat("Days", "", WEEKS, [(0, "Nov")], [], {(0, 1), (1, 2), (1, 3)})
    for picture in pictures(html):
        tuesday, wednesday = squares(picture, "h1")[0], squares(picture, "h2")[1]
        assert squares(picture, "h-plan") == [tuesday, wednesday], "the Thursday is to come"
    assert "In your plan" in words(html)
    assert "In your plan" not in words(plain)


def test_heat_keeps_the_latest_weeks_where_not_all_fit() -> None:
    weeks: list[list[int | None]] = [[0, 0, 0, 0, 0, 0, 0] for _ in range(60)]
    weeks.append([4, 4, 4, 4, 4, 4, 4])
    narrow = pictures(charts.heat("Days", "", weeks, [(0, "Jan"), (58, "Nov")], []))[0]
    assert len(squares(narrow, "h4")) == 7
    assert "Jan" not in "".join(narrow.itertext())


@pytest.mark.parametrize(("done", "total", "share"), [(14, 40, 0.35), (50, 40, 1.0)])
def test_the_ring_fills_by_its_share(done: int, total: int, share: float) -> None:
    arc = parsed(charts.ring(done, total)).find(".//circle[@class='v']")
    assert arc is not None
    length, whole = (float(part) for part in arc.get("stroke-dasharray", "").split())
    assert length / whole == pytest.approx(share, abs=0.01)


@pytest.mark.parametrize("total", [0, 40])
def test_a_ring_of_nothing_has_no_arc(total: int) -> None:
    assert parsed(charts.ring(0, total)).find(".//circle[@class='v']") is None


def test_pips_are_one_block_a_question_in_order() -> None:
    blocks = parsed(charts.pips(["ok", "no", "now"], 5)).findall(".//rect")
    assert [block.get("class") for block in blocks] == ["ok", "no", "now", None, None]


@pytest.mark.parametrize(("states", "total", "count"), [([], 0, 1), (["ok"] * 200, 200, 200)])
def test_pips_fit_their_box(states: list[str], total: int, count: int) -> None:
    blocks = parsed(charts.pips(states, total)).findall(".//rect")
    assert len(blocks) == count
    last = blocks[-1]
    assert float(last.get("x", "0")) + float(last.get("width", "0")) <= 400
    assert float(last.get("width", "0")) > 0


def test_the_trail_says_in_words_what_it_shows() -> None:
    mark = parsed(charts.trail(["no", "part", "ok"])).find("span")
    assert mark is not None
    assert mark.get("aria-label") == "Attempts, oldest first: missed, partly right, right"
    assert [one.get("class") for one in mark.findall(".//svg")] == ["no", "part", "ok"]
    assert mark.get("role") == "img"
    assert charts.trail([]) == ""


def test_the_trail_shows_the_last_attempts_only() -> None:
    marks = parsed(charts.trail(["no"] * 20 + ["ok"] * 8)).findall(".//svg")
    assert [mark.get("class") for mark in marks] == ["ok"] * 8


@pytest.mark.parametrize(
    ("top", "marks"),
    [(0, [0]), (3, [0, 1, 2, 3]), (50.4, [0, 20, 40]), (2_240_000_000, [0, 10**9, 2 * 10**9])],
)
def test_ticks_are_round_and_few(top: float, marks: list[int]) -> None:
    assert ticks(top) == marks


def test_coordinates_are_short_and_finite() -> None:
    values = (1.0, 1.26, -99.96, 100.0, 123.4, float("nan"), float("inf"))
    assert [number(value) for value in values] == ["1", "1.3", "-100", "100", "123", "0", "0"]


def test_tags_escape_values_and_leave_out_none() -> None:
    assert tag("p", "x", cls='a"b', title=None) == '<p class="a&#34;b">x</p>'
