"""The order in which the options of an item are shown."""

from collections.abc import Sequence
from random import Random

from quizapp.core.bank.model import Kind


def shown_order(
    option_ids_with_pins: Sequence[tuple[str, bool]], seed: int, kind: Kind | str
) -> list[str]:
    """Shuffle option ids by `seed`, so that the place of the key teaches nothing.

    Each option comes with whether it is pinned last ("None of these"): pinned ones stay last,
    in the written order. True and false always keep the written order. The same arguments
    give the same order, and a repeated id is a ValueError.
    """
    ids = [option_id for option_id, _ in option_ids_with_pins]
    if len(set(ids)) != len(ids):
        raise ValueError(f"repeated option id in {ids}")
    if Kind(kind) == Kind.TRUE_FALSE:
        return ids
    free = [option_id for option_id, is_pinned in option_ids_with_pins if not is_pinned]
    pinned = [option_id for option_id, is_pinned in option_ids_with_pins if is_pinned]
    Random(seed).shuffle(free)  # noqa: S311  an order to show, no secret
    return free + pinned
