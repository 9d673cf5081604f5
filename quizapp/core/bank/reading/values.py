"""What each field takes, and how its value is written down."""

from typing import Final

from quizapp.core.bank.distance import nearest
from quizapp.core.bank.ids import ID
from quizapp.core.bank.reading.fields import Fields, FieldValue
from quizapp.core.bank.reading.page import Page

CHOICES: Final = {
    "Level": ("recall", "application", "analysis"),
    "Status": ("live", "draft", "retired"),
    "Evidence": ("verified", "secondary", "memory"),
    "New": ("yes",),
    "Pin": ("last",),
    "Type": ("order", "match"),
}
SECTIONS: Final = ("R", "C")
_ID_LISTS: Final = ("Concept", "Topic", "Was")


def words(fields: Fields, key: str) -> tuple[str, ...]:
    """Return the values of a field that takes several, cut at the commas."""
    value = fields.get(key)
    if not value:
        return ()
    return tuple(part.strip() for part in value.text.split(",") if part.strip())


def text(fields: Fields, key: str) -> str:
    """Return the value of a field that takes one, "" without it."""
    value = fields.get(key)
    return value.text if value else ""


def checked(page: Page, fields: Fields) -> Fields:
    """Return the fields with each value in its standard form; report those that do not fit."""
    return {key: _checked(page, key, fields) for key in fields}


def _checked(page: Page, key: str, fields: Fields) -> FieldValue:
    value = fields[key]
    if not value.text:
        return value
    if key in CHOICES:
        return _choice(page, key, value)
    if key == "Section":
        parts = words(fields, key)
        if not all(part in SECTIONS for part in parts):
            hint = "write `R`, `C` or `R, C`"
            page.report(value.line, "B042", f"`Section: {value.text}` is not known", hint)
        return FieldValue(", ".join(one for one in SECTIONS if one in parts), value.line)
    if key in _ID_LISTS:
        for part in words(fields, key):
            if not ID.match(part):
                hint = "use small letters, digits and hyphens; commas between values"
                page.report(value.line, "B042", f"`{key}: {part}` is not allowed", hint)
    return value


def _choice(page: Page, key: str, value: FieldValue) -> FieldValue:
    known = CHOICES[key]
    choice = value.text.casefold()
    if choice not in known:
        guess = nearest(choice, known)
        hint = f"did you mean `{guess}`?" if guess else f"it takes: {', '.join(known)}"
        page.report(value.line, "B042", f"`{key}: {value.text}` is not known", hint)
    return FieldValue(choice, value.line)
