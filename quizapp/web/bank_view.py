"""A bank's page in words: what is in it, how it is sourced, what the check found."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from quizapp.core.bank.model import Kind
from quizapp.db.queries.banks import BankPageRow, ItemRow
from quizapp.web import words

KIND_WORDS: Final = {
    Kind.SINGLE: "One best answer",
    Kind.TRUE_FALSE: "True or false",
    Kind.MULTI: "Several right answers",
    Kind.FLASHCARD: "Flashcard",
    Kind.CLOZE: "Fill the gap",
    Kind.TYPED: "Typed answer",
    Kind.NUMERIC: "A number",
    Kind.ORDER: "Put in order",
    Kind.MATCH: "Match",
}
LEVEL_WORDS: Final = {
    "recall": "Recall: know it",
    "application": "Application: use it on a case",
    "analysis": "Analysis: weigh or explain it",
}
EVIDENCE_WORDS: Final = {
    "verified": "read at the source",
    "secondary": "second-hand",
    "memory": "from memory",
}


@dataclass(frozen=True, slots=True)
class BankView:
    """A bank's page; each list of sizes is of pairs or rows with the largest first."""

    slug: str
    title: str
    intro_html: str
    items: int
    license: str
    authors: str
    revision: int
    loaded_words: str
    concepts: list[tuple[str, int, int]]
    levels: list[tuple[str, int]]
    kinds: list[tuple[str, int]]
    case_words: str
    sources: list[str]
    with_source: int
    with_rationale: int
    evidence: str
    check: str


def bank_view(found: BankPageRow, items: list[ItemRow], titles: Mapping[str, str]) -> BankView:
    """Return the page of a bank from its live items; `titles` are those of the concepts."""
    bodies = [item.body for item in items]
    loaded_on = found.loaded_at.date() if found.loaded_at else None
    return BankView(
        slug=found.slug,
        title=found.title,
        intro_html=found.about["intro_html"],
        items=len(items),
        license=found.license,
        authors=", ".join(found.about["authors"]),
        revision=found.loads,
        loaded_words=words.long_date(loaded_on) if loaded_on else "",
        concepts=_concepts(bodies, titles),
        levels=_sizes((body["level"] for body in bodies), LEVEL_WORDS, "No level"),
        kinds=_sizes((body["kind"] for body in bodies), KIND_WORDS, ""),
        case_words=_case_words(bodies),
        sources=list(found.about["sources"].values()),
        with_source=sum(bool(body["source"]) for body in bodies),
        with_rationale=sum(map(_has_reasons, bodies)),
        evidence=_evidence(bodies),
        check=check_words(found.about.get("check")),
    )


def check_words(check: Mapping[str, int] | None) -> str:
    """Return the result of the item check in words, empty where the bank was loaded without."""
    if check is None:
        return ""
    counts = [
        words.plural(check[level], level.removesuffix("s"))
        for level in ("errors", "warnings", "hints")
        if check[level]
    ]
    result = ", ".join(counts) if counts else "nothing to mend"
    waived = f", {check['waived']} waived with a reason" if check["waived"] else ""
    rules = f"{check['rules']} rules on how questions are written"
    return f"{result}{waived}, by {rules}; it cannot tell whether they are true"


def _case_words(bodies: list[dict[str, Any]]) -> str:
    """Say how many questions belong to a longer case."""
    refs = [body["case_ref"] for body in bodies if body["case_ref"]]
    cases = words.plural(len(set(refs)), "longer case")
    return f"{len(refs)} of them belong to {cases}." if refs else ""


def _concepts(
    bodies: list[dict[str, Any]], titles: Mapping[str, str]
) -> list[tuple[str, int, int]]:
    sizes: Counter[str] = Counter()
    applied: Counter[str] = Counter()
    for body in bodies:
        concept = next(iter(body["concepts"]), "")
        sizes[concept] += 1
        applied[concept] += body["level"] in {"application", "analysis"}
    return [
        (titles.get(slug, slug or "No concept"), n, applied[slug])
        for slug, n in sizes.most_common()
    ]


def _sizes(values: Iterable[str], named: Mapping[Any, str], other: str) -> list[tuple[str, int]]:
    """Return how often each value comes, in the order of `named`, what it lacks at the end."""
    counts = Counter(values)
    known = [(named[value], counts.pop(value)) for value in named if counts[value]]
    rest = sum(counts.values())
    return [*known, (other, rest)] if rest else known


def _evidence(bodies: list[dict[str, Any]]) -> str:
    counts = Counter(body["evidence"] for body in bodies)
    return ", ".join(f"{counts[one]} {told}" for one, told in EVIDENCE_WORDS.items() if counts[one])


def _has_reasons(body: dict[str, Any]) -> bool:
    """Say whether every option has its reason; what has no options has its explanation."""
    if not body["options"]:
        return bool(body["explanation_html"])
    return all(option["rationale_html"] for option in body["options"])
