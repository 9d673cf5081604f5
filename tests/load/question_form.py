"""The form of a question, filled in as far as it takes for an answer, whatever its kind."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

FORM = "q"
TYPED = "36"  # a word and a number at once
USUAL_GRADE = "3"


@dataclass
class QuestionForm(HTMLParser):
    """The fields of the form `q`: what is hidden in it, the first of each choice, a word."""

    method: str = ""
    fields: dict[str, list[str]] = field(default_factory=dict)
    has_grades: bool = False

    def __post_init__(self) -> None:
        super().__init__()
        self._is_inside = False
        self._select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._is_inside = values.get("id") == FORM
            self.method = values.get("method", "") if self._is_inside else self.method
        elif values.get("form") == FORM and values.get("name") == "grade":
            self.has_grades = True
        elif self._is_inside:
            self._fill(tag, values)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._is_inside = False

    def _fill(self, tag: str, values: dict[str, str]) -> None:
        name, value = values.get("name", ""), values.get("value", "")
        if tag == "select":
            self._select = name
        elif tag == "option" and value and self._select:
            self.fields.setdefault(self._select, [value])
        elif tag == "input" and name:
            self._fill_input(name, value, values.get("type", "text"))

    def _fill_input(self, name: str, value: str, kind: str) -> None:
        if kind == "hidden":
            self.fields.setdefault(name, []).append(value)
        elif kind in {"radio", "checkbox"}:
            self.fields.setdefault(name, [value])
        elif kind == "text":
            self.fields[name] = [TYPED]


def filled_in(page: str) -> QuestionForm:
    """Return the form of a page; a card's answer is graded Good."""
    form = QuestionForm()
    form.feed(page)
    if form.has_grades:
        form.fields["grade"] = [USUAL_GRADE]
    return form
