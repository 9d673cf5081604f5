"""The order in which the options, steps or answers of an item are shown."""

from collections.abc import Sequence
from random import Random

from quizapp.core.bank.model import Kind


def shown_order(
    option_ids_with_pins: Sequence[tuple[str, bool]], seed: int, kind: Kind | str
) -> list[str]:
    """Shuffle option ids by `seed`, so that the place of the key teaches nothing.

    Each option comes with whether it is pinned last ("None of these"): pinned ones stay last,
    in the written order. True and false always keep the written order, and three or more steps
    to put in order never stand in it. The same arguments give the same order, and a repeated id
    is a ValueError.
    """
    ids = [option_id for option_id, _ in option_ids_with_pins]
    if len(set(ids)) != len(ids):
        raise ValueError(f"repeated option id in {ids}")
    if Kind(kind) == Kind.TRUE_FALSE:
        return ids
    free = [option_id for option_id, is_pinned in option_ids_with_pins if not is_pinned]
    pinned = [option_id for option_id, is_pinned in option_ids_with_pins if is_pinned]
    chance = Random(seed)  # noqa: S311  an order to show, no secret
    chance.shuffle(free)
    # Of two steps the written order may show: if it never did, it would be known to be wrong.
    while Kind(kind) == Kind.ORDER and free == ids and len(ids) > 2:  # noqa: PLR2004
        chance.shuffle(free)
    return free + pinned
