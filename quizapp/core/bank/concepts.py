"""The concept tree beside the banks: slug, title, short title and parent of each idea."""

from dataclasses import dataclass
from typing import Final

from quizapp.core.bank.characters import normalize
from quizapp.core.bank.distance import nearest
from quizapp.core.bank.header import Value, read_yaml
from quizapp.core.bank.ids import ID
from quizapp.core.bank.model import Bank
from quizapp.core.bank.problems import Problem

KEYS: Final = ("slug", "title", "short", "parent")


@dataclass(frozen=True, slots=True)
class Concept:
    """One idea. `short` fits on a tab or in a chart; it is the title unless it is given."""

    slug: str
    title: str
    short: str
    parent: str = ""


class _Problems(list[Problem]):
    def report(self, line: int, column: int, code: str, message: str, hint: str) -> None:
        self.append(Problem(line, column, code, message, hint))


def parse_concepts(text: str) -> tuple[dict[str, Concept], tuple[Problem, ...]]:
    """Return slug → concept of a concept file in its order, and all its problems."""
    problems = _Problems()
    value = read_yaml(normalize(text), 1, problems.report)
    concepts: dict[str, Concept] = {}
    lines: dict[str, int] = {}
    for entry in _entries(value, problems) if value else ():
        concept = _concept(entry, problems)
        if not concept:
            continue
        if concept.slug in concepts:
            message = f"The slug `{concept.slug}` is already used in line {lines[concept.slug]}"
            problems.report(entry.line, entry.column, "B071", message, "give it another slug")
            continue
        concepts[concept.slug] = concept
        lines[concept.slug] = entry.line
    _check_parents(concepts, lines, problems)
    return concepts, tuple(sorted(problems))


def unknown_concepts(bank: Bank, concepts: dict[str, Concept]) -> tuple[Problem, ...]:
    """Return a problem for each concept of `bank` that the concept file does not have."""
    found: list[Problem] = []
    for item in bank.items:
        used = [(item.line, slug) for slug in item.concepts]
        used += [(option.line, option.concept) for option in item.options if option.concept]
        for line, slug in used:
            if slug not in concepts:
                guess = nearest(slug, concepts)
                hint = f"did you mean `{guess}`?" if guess else "add it to the concept file"
                found.append(Problem(line, 1, "B072", f"The concept `{slug}` is unknown", hint))
    return tuple(sorted(found))


def roots_of(concepts: dict[str, Concept]) -> dict[str, str]:
    """Return for each concept the one at the top of its branch."""
    roots = {}
    for slug in concepts:
        seen, top = {slug}, slug
        while (parent := concepts[top].parent) in concepts and parent not in seen:
            seen.add(parent)
            top = parent
        roots[slug] = top
    return roots


def _entries(value: Value, problems: _Problems) -> tuple[Value, ...]:
    entry = (value.entries or {}).get("concepts")
    if entry is None or entry.items is None:
        hint = "begin with `concepts:` and write `- slug: …` below it"
        problems.report(value.line, value.column, "B070", "There is no list of concepts", hint)
        return ()
    return entry.items


def _concept(entry: Value, problems: _Problems) -> Concept | None:
    texts: dict[str, str] = {}
    for key, value in (entry.entries or {}).items():
        line = entry.key_lines[key]
        if key not in KEYS:
            guess = nearest(key, KEYS)
            hint = f"did you mean `{guess}`?" if guess else f"known here: {', '.join(KEYS)}"
            problems.report(line, entry.column, "B071", f"Unknown key `{key}`", hint)
        elif not value.text:
            problems.report(line, value.column, "B071", f"`{key}` must be a text", "add a value")
        else:
            texts[key] = value.text
    missing = [key for key in ("slug", "title") if key not in texts]
    if missing:
        message = f"A concept without {' and '.join(missing)}"
        hint = "write `- slug: …` and `title: …`"
        problems.report(entry.line, entry.column, "B071", message, hint)
        return None
    if not ID.match(texts["slug"]):
        message = f"The slug `{texts['slug']}` is not allowed"
        hint = "use small letters, digits and hyphens"
        problems.report(entry.line, entry.column, "B071", message, hint)
    title = texts["title"]
    return Concept(texts["slug"], title, texts.get("short", title), texts.get("parent", ""))


def _check_parents(
    concepts: dict[str, Concept], lines: dict[str, int], problems: _Problems
) -> None:
    for concept in concepts.values():
        line = lines[concept.slug]
        if concept.parent and concept.parent not in concepts:
            guess = nearest(concept.parent, concepts)
            hint = f"did you mean `{guess}`?" if guess else "add a concept with this slug"
            message = f"The parent `{concept.parent}` is unknown"
            problems.report(line, 1, "B071", message, hint)
        elif _is_own_ancestor(concept, concepts):
            message = f"`{concept.slug}` is below itself"
            problems.report(line, 1, "B071", message, "change a parent on the way up")


def _is_own_ancestor(concept: Concept, concepts: dict[str, Concept]) -> bool:
    seen = {concept.slug}
    above = concept.parent
    while above in concepts and above not in seen:
        seen.add(above)
        above = concepts[above].parent
    return above == concept.slug
