"""What a made-up learner answers: a real answer to the question, of any kind."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal
from random import Random
from types import MappingProxyType
from typing import Any

from quizapp.core.bank.model import SELF_GRADED_KINDS, Kind
from quizapp.core.scheduling.rating import Confidence, Rating
from quizapp.core.scoring.shuffle import shown_order
from quizapp.services.recording import Given

Body = dict[str, Any]
FORGOTTEN = "I do not remember"
PASSES = (Rating.HARD, Rating.GOOD, Rating.EASY)
PASS_SHARES = (0.2, 0.65, 0.15)


def shown_ids(body: Body, chance: Random) -> tuple[str, ...]:
    """Return the ids of what a page shows to pick from, in the order it shows them."""
    kind = Kind(body["kind"])
    name = {Kind.ORDER: "steps", Kind.MATCH: "rights"}.get(kind, "options")
    parts = [(part["id"], part.get("pin", False)) for part in body[name]]
    return tuple(shown_order(parts, chance.getrandbits(32), kind))


def answer_to(body: Body, confidence: Confidence | None, chance: Random, *, knows: bool) -> Given:
    """Return the answer of somebody who knows it, or of somebody who has to guess.

    A guess among options can be right. Cards are rated and say nothing on how sure.
    """
    kind = Kind(body["kind"])
    if kind in SELF_GRADED_KINDS:
        return Given(rating=chance.choices(PASSES, PASS_SHARES)[0] if knows else Rating.AGAIN)
    given = _right(body) if knows else GUESSES[kind](body, chance)
    return replace(given, confidence=confidence)


def _right(body: Body) -> Given:
    keys = tuple(one["id"] for one in body["options"] if one["key"])
    steps = tuple(one["id"] for one in body["steps"])
    return Given(keys or steps, text=body["answer_text"], matches=tuple(body["pairs"].items()))


def _one(body: Body, chance: Random) -> Given:
    return Given((chance.choice(body["options"])["id"],))


def _some(body: Body, chance: Random) -> Given:
    """As many as there are keys, one of them perhaps not a key."""
    keys = [one["id"] for one in body["options"] if one["key"]]
    others = [one["id"] for one in body["options"] if not one["key"]]
    keys[chance.randrange(len(keys))] = chance.choice(others or keys)
    return Given(tuple(dict.fromkeys(keys)))


def _two_swapped(ids: list[str], chance: Random) -> list[str]:
    first, second = chance.sample(range(len(ids)), 2)
    ids[first], ids[second] = ids[second], ids[first]
    return ids


def _misordered(body: Body, chance: Random) -> Given:
    return Given(tuple(_two_swapped([step["id"] for step in body["steps"]], chance)))


def _mismatched(body: Body, chance: Random) -> Given:
    rights = [*body["pairs"].values()]
    if len(rights) > 1:
        rights = _two_swapped(rights, chance)
    return Given(matches=tuple(zip(body["pairs"], rights, strict=True)))


def _forgotten(body: Body, chance: Random) -> Given:
    del body, chance
    return Given(text=FORGOTTEN)


def _off(body: Body, chance: Random) -> Given:
    number = body["number"]
    off = Decimal(number["tolerance"]) + chance.randrange(1, 10)
    return Given(text=f"{Decimal(number['value']) + off:f}")


GUESSES: Mapping[Kind, Callable[[Body, Random], Given]] = MappingProxyType(
    {
        Kind.SINGLE: _one,
        Kind.TRUE_FALSE: _one,
        Kind.MULTI: _some,
        Kind.ORDER: _misordered,
        Kind.MATCH: _mismatched,
        Kind.TYPED: _forgotten,
        Kind.NUMERIC: _off,
    }
)
