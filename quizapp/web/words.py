"""Days and numbers in words, as they stand on the pages."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

SHORTEST_ASKING = 40  # letters: “What follows?” says nothing without what comes before it
# Where a sentence ends: not after a title or an initial.
SENTENCE = re.compile(
    r"(?<!\bM[rs]\.)(?<!\bMrs\.)(?<!\bDr\.)(?<!\bSt\.)(?<!\b[A-Z]\.)(?<=[.?!])\s+"
)
MOST_LETTERS = 180  # of a sentence in a list
NUMBER_WORDS = ("none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


def number(count: int) -> str:
    """Return a small number as a word."""
    return NUMBER_WORDS[count] if 0 <= count < len(NUMBER_WORDS) else str(count)


def times(count: int) -> str:
    """Return how often: “once”, “twice”, “three times”."""
    return {1: "once", 2: "twice"}.get(count, f"{number(count)} times")


def ordinal(place: int) -> str:
    """Return a place: 1st, 2nd, 3rd, 4th, 11th."""
    is_teen = 10 < place % 100 < 20  # noqa: PLR2004
    ending = "th" if is_teen else {1: "st", 2: "nd", 3: "rd"}.get(place % 10, "th")
    return f"{place}{ending}"


def tolerance(number: Mapping[str, str]) -> str:
    """Return how far off an answer may be, or nothing where it has to be exact."""
    return number["tolerance"] if Decimal(number["tolerance"]) else ""


def plural(count: int, one: str, many: str = "") -> str:
    """Return `count` with its noun: 1 question, 2 questions."""
    return f"{count} {one if count == 1 else many or one + 's'}"


def day(on: date, today: date) -> str:
    """Return a coming day: today, tomorrow, in 9 days, on 8 January 2027."""
    days = (on - today).days
    if days <= 0:
        return "today"
    if days == 1:
        return "tomorrow"
    return f"in {days} days" if days <= 60 else f"on {long_date(on)}"  # noqa: PLR2004 - two months


def past_day(on: date, today: date) -> str:
    """Return a past day: today, yesterday, on 2 November."""
    days = (today - on).days
    if days <= 0:
        return "today"
    if days == 1:
        return "yesterday"
    return f"on {on.day} {on:%B}" if on.year == today.year else f"on {long_date(on)}"


def long_date(on: date) -> str:
    """Return 8 January 2027."""
    return f"{on.day} {on:%B} {on.year}"


def week_date(on: date) -> str:
    """Return Saturday 21 November."""
    return f"{on:%A} {on.day} {on:%B}"


def short_date(on: date) -> str:
    """Return Sat 21."""
    return f"{on:%a} {on.day}"


def greeting(at: datetime, zone: str, name: str) -> str:
    """Return Good morning, Maya."""
    hour = at.astimezone(ZoneInfo(zone)).hour
    part = "morning" if 4 <= hour < 12 else "afternoon" if 12 <= hour < 18 else "evening"  # noqa: PLR2004
    return f"Good {part}, {name}" if name else f"Good {part}"


def interval(days: int) -> str:
    """Return when a card would come back: tomorrow, in 6 days, in 3 months."""
    if days <= 1:
        return "tomorrow"
    if days < 61:  # noqa: PLR2004 - two months
        return f"in {days} days"
    return f"in {round(days / 30.4)} months" if days < 730 else f"in {round(days / 365)} years"  # noqa: PLR2004


def asking(text: str, most: int) -> str:
    """Return a question in one line of at most `most` letters: whole, its end, or how it begins.

    Its end is the sentence that asks, where it is long enough to mean something alone.
    """
    line = " ".join(text.split())
    if len(line) <= most:
        return line
    last = SENTENCE.split(line)[-1]
    whole = last.count("“") == last.count("”")
    if whole and SHORTEST_ASKING <= len(last) <= most:
        return last
    return line[: most - 1].rsplit(" ", 1)[0].rstrip(",;: ") + "…"


def first_sentence(text: str) -> str:
    """Return the first sentence of a text, or how it begins."""
    end = text.find(". ")
    sentence = text if end < 0 else text[: end + 1]
    return (
        sentence if len(sentence) <= MOST_LETTERS else sentence[: MOST_LETTERS - 1].rstrip() + "…"
    )
