"""A card that slips again and again is noticed, until it is put right."""

from datetime import UTC, datetime, timedelta

from quizapp.core.scheduling.leech import LEECH_LAPSES, is_leech
from quizapp.core.scheduling.rating import Rating
from quizapp.core.scheduling.replay import DAYS_TO_PUT_RIGHT, CardState, Event, replay

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)


def after(ratings: list[Rating]) -> CardState:
    """Return the state after one answer a day."""
    state = replay(
        Event(
            answer_id=f"{day:03d}",
            rating=rating,
            is_right=rating is not Rating.AGAIN,
            study_on=(NOON + timedelta(days=day)).date(),
            answered_at=NOON + timedelta(days=day),
        )
        for day, rating in enumerate(ratings)
    )
    assert state is not None
    return state


SLIPS = [Rating.AGAIN] * (LEECH_LAPSES + 1)  # the first answer of all is no lapse
MENDED = [Rating.GOOD] * DAYS_TO_PUT_RIGHT


def test_the_sixth_lapse_makes_a_leech() -> None:
    assert not is_leech(after(SLIPS[:-1]).lapses)
    assert is_leech(after(SLIPS).lapses)


def test_on_the_mend_it_is_still_one_and_put_right_it_is_none() -> None:
    assert is_leech(after(SLIPS + MENDED[:-1]).lapses)
    assert not is_leech(after(SLIPS + MENDED).lapses)


def test_lapses_are_counted_anew_after_it_was_put_right() -> None:
    again = after([*SLIPS, *MENDED, Rating.AGAIN])
    assert again.lapses == 1
    assert not is_leech(again.lapses)
