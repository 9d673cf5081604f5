"""Takes keys, texts and facts out of the YAML of an exam file, and keeps every problem."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from quizapp.core.bank.distance import nearest
from quizapp.core.bank.header import Value
from quizapp.core.bank.problems import Problem
from quizapp.core.exams.model import Fact, FactStatus

Check = Callable[[str], str]  # what a value must be, or "" when it fits
Entries = dict[str, Value]

NOT_KNOWN: Final = frozenset({"null", "~", ""})
NEVER_SEEN: Final = "unknown"
NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{0,79}\Z")
LONGEST: Final = 1000  # letters of a value
PROVENANCE: Final = ("source", "seen", "status")
_STATUSES: Final = [status.value for status in FactStatus]


def anything(_text: str) -> str:
    """Take every text."""
    return ""


@dataclass(slots=True)
class FactReader:
    """Reads values of one file; what does not fit goes to `problems`."""

    problems: list[Problem] = field(default_factory=list)

    def report(self, line: int, column: int, code: str, message: str, hint: str) -> None:
        self.problems.append(Problem(line, column, code, message, hint))

    def fault(self, at: Value, code: str, message: str, hint: str) -> None:
        self.report(at.line, at.column, code, message, hint)

    def entries(self, value: Value, needed: Iterable[str], *also: str) -> Entries:
        """Return the known keys of a mapping; what is unknown or missing is reported."""
        if value.entries is None:
            self.fault(value, "B081", "Keys are missing here", "write `key: value`")
            return {}
        known = (*needed, *also)
        for key in value.entries:
            if key not in known:
                guess = nearest(key, known)
                hint = f"did you mean `{guess}`?" if guess else f"known here: {', '.join(known)}"
                line = value.key_lines[key]
                self.report(line, value.column, "B081", f"Unknown key `{key}`", hint)
        missing = [key for key in needed if key not in value.entries]
        self._report_missing(value, [key for key in missing if key not in PROVENANCE], "B081")
        self._report_missing(value, [key for key in missing if key in PROVENANCE], "B082")
        return {key: one for key, one in value.entries.items() if key in known}

    def _report_missing(self, value: Value, keys: list[str], code: str) -> None:
        if keys:
            names = " and ".join(f"`{key}`" for key in keys)
            hint = "say what was read, on which day, and how far it can be trusted"
            hint = hint if code == "B082" else "write `null` for a value that is not known"
            self.fault(value, code, f"Nothing is said about {names}", hint)

    def list_of(self, key: str, given: Entries) -> tuple[Value, ...]:
        """Return the entries of the list `key`; none when it is left out."""
        if key not in given:
            return ()
        if given[key].items is None:
            self.fault(given[key], "B081", f"`{key}` must be a list", "begin each entry with `- `")
        return given[key].items or ()

    def words(self, key: str, given: Entries) -> tuple[str, ...]:
        """Return the words of a list, or of a text with commas."""
        words = given[key].words() if key in given else []
        if words is None:
            hint = "write one value, or several as `[one, two]`"
            self.fault(given[key], "B081", f"`{key}` must be a text or a list of texts", hint)
        return tuple(words or ())

    def text(self, key: str, given: Entries) -> str:
        """Return the text of `key`; "" when it is left out."""
        if key not in given:
            return ""
        text = given[key].text
        if not text:
            self.fault(given[key], "B081", f"`{key}` must be a text", "add a value")
            return ""
        return self._plain(key, given, text)

    def _plain(self, key: str, given: Entries, text: str) -> str:
        """Return `text` if it can be stored and shown; "" when it cannot."""
        if len(text) > LONGEST:
            hint = f"keep it under {LONGEST} letters"
            self.fault(given[key], "B081", f"`{key}` is too long", hint)
        elif not text.isprintable():
            hint = "take out what cannot be seen"
            self.fault(given[key], "B081", f"`{key}` has a character that cannot be shown", hint)
        else:
            return text
        return ""

    def slug(self, key: str, given: Entries) -> str:
        """Return a name of letters, digits and hyphens, 80 at most."""
        text = self.text(key, given)
        if text and not NAME.match(text):
            hint = "use letters, digits and hyphens, 80 at most"
            self.fault(given[key], "B081", f"The name `{text}` is not allowed", hint)
        return text

    def part(self, key: str, given: Entries, check: Check = anything) -> Fact:
        """Return the fact `key`; one that is left out is not known."""
        if key not in given:
            return Fact(None, "", "", FactStatus.UNKNOWN)
        value = given[key]
        inner = self.entries(value, ("value", *PROVENANCE), "note")
        text = ", ".join(self.words("value", inner))
        is_known = text not in NOT_KNOWN
        fact = self.provenance(inner, self._plain("value", inner, text) if is_known else None)
        if not is_known and fact.status is not FactStatus.UNKNOWN and "value" in inner:
            hint = "give the value, or the status `unknown`"
            self.fault(value, "B083", f"`{key}` has a status but no value", hint)
        wanted = check(fact.value) if fact.value else ""
        if wanted:
            hint = f"write {wanted}, or `null`"
            self.fault(inner["value"], "B083", f"`{fact.value}` does not fit `{key}`", hint)
        return fact

    def provenance(self, given: Entries, value: str | None) -> Fact:
        """Return the fact `value` with what the keys beside it say of where it is from."""
        seen, status = self.text("seen", given), self.text("status", given)
        if seen and seen != NEVER_SEEN and not _is_day(seen):
            hint = "write a day such as 2026-11-24, or `unknown`"
            self.fault(given["seen"], "B082", f"`{seen}` is no day", hint)
        if status and status not in _STATUSES:
            guess = nearest(status, _STATUSES)
            hint = f"did you mean `{guess}`?" if guess else f"known: {', '.join(_STATUSES)}"
            self.fault(given["status"], "B082", f"Unknown status `{status}`", hint)
        return Fact(
            value,
            self.text("source", given),
            "" if seen == NEVER_SEEN else seen,
            FactStatus(status) if status in _STATUSES else FactStatus.UNKNOWN,
            self.text("note", given),
        )


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
