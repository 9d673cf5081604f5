"""The blind guesser: a cue is found by the guess made for it, and chance is left alone."""

from typing import Final

import pytest

from quizapp.core.bank.cues.gate import EVERYTHING, Score, cue_scores
from quizapp.core.bank.cues.strategies import STRATEGIES, folds
from quizapp.core.bank.model import Bank
from tests.core.bank.cues.made_up import made_up, with_absolutes

NAMES: Final = {*STRATEGIES, "usual position", "learned"}
CUES: Final = sorted(NAMES - {"avoid absolutes"})
N: Final = 240


def scores_of(*banks: Bank, group: str = EVERYTHING) -> dict[str, Score]:
    roots = {"one": "one", "two": "two"}
    return {one.strategy: one for one in cue_scores(banks, roots) if one.group == group}


def test_all_nine_ways_are_tried() -> None:
    assert set(scores_of(made_up(N, 1))) == NAMES
    assert len(NAMES) == 9


@pytest.mark.parametrize("seed", range(4))
def test_banks_without_a_cue_are_inside(seed: int) -> None:
    scores = scores_of(made_up(N, seed))
    assert not any(one.is_outside for one in scores.values())
    assert all(one.is_judged and one.chance == pytest.approx(0.25) for one in scores.values())
    assert scores["all or none of the above"].score == pytest.approx(0.25), "ties share the point"


@pytest.mark.parametrize("cue", CUES)
def test_a_cue_is_found_by_the_guess_that_is_made_for_it(cue: str) -> None:
    score = scores_of(made_up(N, 5, cue, strength=0.5))[cue]
    assert score.is_outside
    assert score.z > 2.54
    assert score.low > score.chance


def test_absolutes_in_every_distractor_are_found() -> None:
    assert scores_of(with_absolutes(made_up(N, 6)))["avoid absolutes"].score == 1.0


def test_the_same_banks_give_the_same_figures() -> None:
    bank = made_up(N, 7, "learned", 0.3)
    assert cue_scores([bank], {}) == cue_scores([bank], {})


def test_few_items_are_shown_and_not_judged() -> None:
    scores = scores_of(made_up(199, 8, "longest"))
    assert scores["longest"].score > 0.9
    assert not any(one.is_judged or one.is_outside for one in scores.values())


def test_a_group_is_judged_from_sixty_items_on() -> None:
    small, large = made_up(59, 9, "longest"), made_up(60, 9, "longest")
    assert not scores_of(small, group="one")["longest"].is_judged
    assert scores_of(large, group="one")["longest"].is_outside


def test_items_that_are_word_for_word_the_same_count_once() -> None:
    bank = made_up(30, 10)
    twin = made_up(30, 10, slug="twin")
    assert scores_of(bank, twin)["learned"].n == 30


def test_a_bank_belongs_to_the_root_of_most_of_its_items() -> None:
    groups = {one.group for one in cue_scores([made_up(8, 11)], {"one": "top"})}
    assert groups == {EVERYTHING, "top"}


def test_no_banks_no_figures() -> None:
    assert cue_scores([], {}) == []


def test_folds_part_everything_once() -> None:
    parts = folds(23)
    assert sorted(index for inside, _ in parts for index in inside) == list(range(23))
    assert all(not set(inside) & set(outside) for inside, outside in parts)
