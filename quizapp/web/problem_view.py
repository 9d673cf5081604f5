"""What the check found, as the pages of educators show it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from markupsafe import Markup, escape

from quizapp.core.bank.problems import Problem, ProblemLevel
from quizapp.web.words import plural

ICONS = {
    ProblemLevel.ERROR: ("circle-x", "brick", "err"),
    ProblemLevel.WARNING: ("triangle-alert", "sun", "warn"),
    ProblemLevel.HINT: ("lightbulb", "plum", "hint"),
}
_CODE = re.compile(r"`+([^`]+)`+")
MOST_SHOWN = 100  # of problems; a file that has more is wrong in another way


@dataclass(frozen=True, slots=True)
class ProblemView:
    icon: str
    level_class: str
    level: str  # only heard
    message: Markup
    hint: Markup
    code: str
    line: int


@dataclass(frozen=True, slots=True)
class CheckView:
    """All problems, the gravest first. `tags` are icon, color and words: 2 errors."""

    rows: list[ProblemView]
    tags: list[tuple[str, str, str]]
    more: int = 0

    @property
    def sentence(self) -> str:
        """Return what was found in words."""
        return ", ".join(words for _, _, words in self.tags) or "Nothing to mend"


def check_view(problems: Iterable[Problem]) -> CheckView:
    """Return problems for a page, by level and then by line."""
    ordered = sorted(problems, key=lambda one: (list(ICONS).index(one.level), one))
    tags = []
    for level, (icon, color, _) in ICONS.items():
        count = sum(one.level is level for one in ordered)
        if count:
            tags.append((icon, color, plural(count, level.value)))
    rows = [
        ProblemView(
            *ICONS[one.level][::2],
            one.level.capitalize(),
            _sentence(one.message),
            _sentence(one.hint),
            one.code,
            one.line,
        )
        for one in ordered[:MOST_SHOWN]
    ]
    return CheckView(rows, tags, max(0, len(ordered) - MOST_SHOWN))


def _sentence(text: str) -> Markup:
    """Return a message with a capital, and what stands in backquotes as code."""
    return Markup(_CODE.sub(r"<code>\1</code>", str(escape(text[:1].upper() + text[1:]))))  # noqa: S704 - escaped
