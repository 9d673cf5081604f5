"""HTML of others becomes Markdown that shows the same words."""

import pytest
from hypothesis import Phase, given, settings

from quizapp.core.bank.from_html import from_html, from_text, inline_from_html, inline_from_text
from quizapp.core.bank.html import render_block
from tests.core.bank.generated_texts import LINES, PROSE
from tests.formats.comparing import block, flat, line

CASES = {
    "plain <b>bold</b> and <i>em</i>": "plain **bold** and *em*",
    "a<b> x </b>y": "a **x** y",
    "<b>a</b><b>b</b>": "**ab**",
    "<b><b>twice</b></b>": "**twice**",
    "2 * 3 * 4 &lt; 5 &amp;amp; [x] a_b _c_": r"2 \* 3 \* 4 \< 5 \&amp; \[x\] a_b \_c\_",
    "1. no list<br>- none<br>&gt; none": "1\\. no list\\\n\\- none\\\n\\> none",
    "# none": r"\# none",
    "Q: no card": r"Q\: no card",
    "Level: no field": r"Level\: no field",
    "a&nbsp;b\u2003c": "a&#160;b&#8195;c",
    "<p>one</p><p>&nbsp;</p><p>two</p>": "one\n\ntwo",
    "<div>one<p>two</div>three": "one\n\ntwo\n\nthree",
    "<ul><li>a<ul><li>b</ul><li>c</ul>": "- a\n  - b\n- c",
    "<ol start=3><li>a</li><li>b</li></ol>": "3. a\n4. b",
    "<ul><li>a</li></ul><ul><li>b</li></ul>": "- a\n\n* b",
    "<blockquote>a<br>b</blockquote>": "> a\\\n> b",
    "<pre>a *b*\n  c</pre>": "```\na *b*\n  c\n```",
    "<code>a`b</code>": "``a`b``",
    "<h2>Data</h2>text": "**Data**\n\ntext",
    "<table><tr><td>a|b</td></tr><tr><td>c</td><td>d</td></tr></table>": (
        "| a\\|b |  |\n|---|---|\n| c | d |"
    ),
    "x<sup>2</sup>, CO<sub>2</sub>": "x², CO₂",
    '<a href="https://example.org/a b?c=1&amp;d">here</a>': (
        "[here](https://example.org/a%20b?c=1&amp;d)"
    ),
    '<a href="/page">there</a>': "there",
    "<script>alert(1)</script>a": "a",
    "<b>open": "**open**",
    "</p>closed</b>": "closed",
    "a <!-- comment --> b": "a b",
}


@pytest.mark.parametrize("html", CASES)
def test_html_becomes_the_markdown_that_says_the_same(html: str) -> None:
    assert from_html(html).text == CASES[html]


def test_what_is_lost_is_said() -> None:
    html = "<p onclick='x()'>a<style>b</style><img src=c.png alt=map><sup>q</sup></p>"
    made = from_html(html)
    assert made.text == "amap^(q)"
    assert made.lost == [
        "`onclick` was taken out",
        "`style` was taken out",
        "the picture `c.png` did not come with the file",
        "`sup` became plain text",
    ]


def test_a_picture_that_came_along_is_kept() -> None:
    made = from_html('<img src="x/a b.png" alt="a [map]">', lambda src: src)
    assert made.text == "![a (map)](x/a%20b.png)"


def test_blocks_on_one_line_are_told() -> None:
    made = inline_from_html("<p>a</p><ul><li>b</li></ul>")
    assert made.text == "a b"
    assert made.lost == ["a list, table or code block became one line"]


@settings(max_examples=60, derandomize=True, phases=[Phase.generate])
@given(PROSE)
def test_any_prose_comes_back_from_its_html(md: str) -> None:
    html = render_block(md)
    assert block(from_html(html).text) == flat(html)


@settings(max_examples=60, derandomize=True, phases=[Phase.generate])
@given(LINES)
def test_any_text_is_shown_as_it_is(text: str) -> None:
    words = " ".join(text.split(" ")).replace("&", "&amp;").replace("<", "&lt;")
    wanted = words.replace(">", "&gt;").replace("\u00a0", "&nbsp;").strip()
    assert block(from_text(text)) == wanted
    assert line(inline_from_text(text)) == wanted
