"""An operator's own text in Markdown, such as terms, to HTML that is safe to show."""

import re
from functools import lru_cache
from typing import Final

import markdown
import nh3

_TITLE: Final = re.compile(r"\s*#\s+(?P<title>[^\n]+?)\s*#*\s*(?:\n|\Z)")
_HEADING: Final = re.compile(r"<(?P<slash>/?)h(?P<level>[1-5])>")
_TAGS: Final = {"p", "br", "hr", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "blockquote"}
_TAGS_TOO: Final = {"strong", "em", "code", "a", "table", "thead", "tbody", "tr", "th", "td"}


@lru_cache(maxsize=8)
def read_notice(text: str, title: str) -> tuple[str, str]:
    """Return the title of a text and its HTML.

    A heading at its beginning is the title, else `title` is; the others are below it. Pictures
    are left out: no page asks anybody else for anything.
    """
    text = text.removeprefix("\ufeff")
    found = _TITLE.match(text)
    body = text[found.end() :] if found else text
    html = markdown.Markdown(extensions=["tables", "sane_lists"]).convert(body)
    if "<h1>" in html:
        html = _HEADING.sub(lambda tag: f"<{tag['slash']}h{int(tag['level']) + 1}>", html)
    safe = nh3.clean(
        html,
        tags=_TAGS | _TAGS_TOO,
        attributes={"a": {"href", "title"}, "ol": {"start"}},
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener noreferrer",
    )
    return (found["title"] if found else title), safe
