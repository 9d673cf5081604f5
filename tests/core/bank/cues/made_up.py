"""Banks whose keys give themselves away in one way, and banks whose keys do not."""

from random import Random
from typing import Final

from quizapp.core.bank.model import Bank, Item, Kind, Option

TEXT: Final = """
    river stone garden letter window music paper summer market bridge forest candle harbor mirror
    ladder pocket saddle violin copper meadow lantern basket anchor feather
"""
WORDS: Final = TEXT.split()


def made_up(n: int, seed: int, cue: str = "", strength: float = 1.0, slug: str = "demo") -> Bank:
    """Return `n` single-best-answer items; `cue` marks the key in a share `strength` of them."""
    chance = Random(seed)  # noqa: S311 - made-up words
    return Bank(slug, "Demo", items=tuple(_item(at, chance, cue, strength) for at in range(n)))


def _item(at: int, chance: Random, cue: str, strength: float) -> Item:
    stem = f"Number {at}: which {' '.join(chance.sample(WORDS, 8))} is it?"
    key = chance.randrange(4)
    if cue == "usual position" and chance.random() < strength:
        key = 1
    texts = [" ".join(chance.sample(WORDS, 5)) for _ in range(4)]
    if cue != "usual position" and chance.random() < strength:
        texts[key] = _given_away(texts, key, stem, cue)
    options = tuple(Option(text, place == key) for place, text in enumerate(texts))
    return Item(f"d-{at}", Kind.SINGLE, stem=stem, options=options, concepts=("one",), line=at + 1)


def _given_away(texts: list[str], key: int, stem: str, cue: str) -> str:
    words = texts[key].split()
    others = [text.split() for place, text in enumerate(texts) if place != key]
    return {
        "longest": f"{texts[key]} {words[0]}{words[1]} beyond",
        "shortest": words[0][:3],
        "clang": " ".join([*stem.split()[3:6], *words[3:]]),
        "convergence": " ".join(one[0] for one in others) + " " + others[0][1],
        "prefer hedges": f"may {' '.join(words[1:])}",
        "all or none of the above": "all of the above",
        "learned": " and ".join(words[:2]) + " " + " ".join(words[2:]),
        "": texts[key],
    }[cue]


def with_absolutes(bank: Bank) -> Bank:
    """Return a bank in which each wrong option says `always`."""
    items = tuple(
        Item(
            one.ref,
            one.kind,
            stem=one.stem,
            options=tuple(
                Option(option.text if option.is_key else f"always {option.text}", option.is_key)
                for option in one.options
            ),
            concepts=one.concepts,
            line=one.line,
        )
        for one in bank.items
    )
    return Bank(bank.slug, bank.title, items=items)
