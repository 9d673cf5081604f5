"""Prose becomes safe HTML and plain words."""

from html.parser import HTMLParser

import pytest

from quizapp.core.bank.html import (
    TAGS,
    plain_inline,
    plain_text,
    render_block,
    render_inline,
    render_prose,
)


class Tags(HTMLParser):
    """Collects the tags, attributes and addresses of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[tuple[str, str]] = set()
        self.hrefs: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {(tag, name) for name, _ in attrs}
        self.hrefs |= {value or "" for name, value in attrs if name == "href"}


def test_blocks() -> None:
    html = render_block("One *two* **three** `four`\nfive\n\n1. six\n   - seven\n\n> eight")
    assert html == (
        "<p>One <em>two</em> <strong>three</strong> <code>four</code>\nfive</p>\n"
        "<ol>\n<li>six<ul>\n<li>seven</li>\n</ul>\n</li>\n</ol>\n"
        "<blockquote>\n<p>eight</p>\n</blockquote>"
    )


def test_table_has_no_style_and_keeps_empty_cells() -> None:
    html = render_block("| a | b |\n|---|--:|\n| c | |")
    assert "<th>b</th>" in html
    assert "<td></td>" in html
    assert "style" not in html


def test_a_lone_paragraph_loses_its_tag_in_prose_only() -> None:
    assert render_prose("One *two*") == "One <em>two</em>"
    assert render_prose("One\n\ntwo") == "<p>One</p>\n<p>two</p>"
    assert render_prose("- one") == "<ul>\n<li>one</li>\n</ul>"
    assert render_prose("") == ""


@pytest.mark.parametrize(
    ("md", "html"),
    [
        ("1956. A *year*", "1956. A <em>year</em>"),
        ("- no list", "- no list"),
        ("# no heading", "# no heading"),
        ("a\nb", "a\nb"),
        ("a < b & c > d", "a &lt; b &amp; c &gt; d"),
        ("**a***b*", "<strong>a</strong><em>b</em>"),
        ("a  \nb", "a<br>\nb"),
        ("", ""),
        ("=====", "====="),
        ("snake_case_word", "snake_case_word"),
    ],
)
def test_inline(md: str, html: str) -> None:
    assert render_inline(md) == html


def test_links_open_safely() -> None:
    html = render_inline('[a](https://example.org/x_y?a=1&b=2 "*u*") <mailto:a@example.org>')
    assert html == (
        '<a href="https://example.org/x_y?a=1&amp;b=2" title="*u*" rel="noopener noreferrer">a</a>'
        ' <a href="mailto:a@example.org" rel="noopener noreferrer">mailto:a@example.org</a>'
    )


@pytest.mark.parametrize(
    "md",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "<b onclick=alert(1)>x</b>",
        "text <a href='javascript:alert(1)'>x</a>",
        "[x](javascript:alert(1))",
        "[x](data:text/html,x)",
        "[x](vbscript:x)",
        "[x](//example.org)",
        "![x](https://example.org/x.png)",
        "![x](//example.org/x.png)",
        "![x](data:image/png;base64,eA==)",
        "![x](../x.png)",
        "![x](x.png?y)",
        "![x](.git/x)",
        "![x](c:/x.png)",
        "![x](image:demo/0)",
        "<style>p{}</style>",
        '<p style="x" id="y" class="z">t</p>',
        "&lt;script&gt;alert(1)&lt;/script&gt;",
        "\x02klzzwxh:0000\x03",
        "`<script>`",
        "```\n<script>\n```",
        '[x](https://example.org "a\\" onclick=\\"b")',
    ],
)
def test_nothing_active_comes_through(md: str) -> None:
    for html in (render_block(md), render_inline(md), render_prose(md)):
        reader = Tags()
        reader.feed(html)
        assert reader.tags <= {"p", "a", "code", "pre"}
        assert reader.attributes <= {("a", "href"), ("a", "title"), ("a", "rel")}
        assert reader.hrefs <= {"https://example.org"}


@pytest.mark.parametrize("path", ["a.png", "./a.png", "p/a%20b.png", "<p/a b.png>", "ä/ö.webp"])
def test_a_picture_of_the_bank_comes_through_with_its_description(path: str) -> None:
    html = render_inline(f'see ![a "*sign*" < & >]({path} "title")!')
    shown = path.removeprefix("./").strip("<>").replace("%20", " ")
    assert html == f'see <img src="{shown}" alt="a &quot;*sign*&quot; &lt; &amp; &gt;">!'


def test_about_forty_tags_are_allowed_and_none_is_active() -> None:
    assert 35 <= len(TAGS) <= 50
    assert not TAGS & {"script", "style", "svg", "iframe", "form", "input", "button"}


def test_plain_text_has_one_line_for_each_block() -> None:
    md = "One *two*\nthree\n\n- four\n- five\n\n| a | b |\n|---|---|\n| c | d |\n\n```\ncode\n```"
    assert plain_text(md) == "One two three\nfour\nfive\na | b\nc | d\ncode"
    assert (
        plain_inline("**One**\n- [two](https://example.org) &amp; `three`") == "One - two & three"
    )


def test_signs_of_markdown_come_back_as_they_were() -> None:
    signs = r"\* \_ \` \[ \] \# \+ \- \. \! \\ \{ \} \| \< \> &amp; &copy;"
    shown = "* _ ` [ ] # + - . ! \\ { } | &lt; &gt; &amp; ©"
    assert render_inline(signs) == shown


def test_a_flood_comes_back_as_text() -> None:
    assert render_inline("[" * 5000) == "[" * 5000
