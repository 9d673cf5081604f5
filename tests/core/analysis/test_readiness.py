"""The expected score of a section: its range, what moves it, when it is refused."""

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.core.analysis.readiness import (
    QUESTIONS,
    FirstTries,
    ItemBelief,
    NoReadiness,
    Readiness,
    Reason,
    SectionItems,
    Standing,
    Unknown,
    first_tries,
    readiness,
    shares_of,
)
from quizapp.core.analysis.recalibration import Recalibration, logit, recalibrate

NO_DOUBT = ((0.0, 0.0), (0.0, 0.0))
TRUE_MODEL = Recalibration(0.0, 1.0, NO_DOUBT, 500)
chances = st.floats(0, 1)


def items(*believed: float | None, guess: float = 0.25) -> SectionItems:
    """Forty items of equal share: those given, over and over."""
    rows = [ItemBelief(1.0, believed[at % len(believed)], guess) for at in range(40)]
    return SectionItems.of(rows)


def figure(given: SectionItems, by: Recalibration = TRUE_MODEL, **settings: Any) -> Readiness:
    found = readiness(given, by, **settings)
    assert isinstance(found, Readiness)
    return found


def refused(given: SectionItems, by: Recalibration = TRUE_MODEL, **settings: Any) -> NoReadiness:
    found = readiness(given, by, **settings)
    assert isinstance(found, NoReadiness)
    return found


def test_the_score_is_knowledge_and_luck_by_share() -> None:
    found = figure(items(0.8))
    assert found.point == pytest.approx(0.25 + 0.75 * 0.8)
    heavy = SectionItems.of(
        [ItemBelief(3.0, 0.9, 0.0)] * 20 + [ItemBelief(1.0, 0.5, 0.5)] * 20,
    )
    assert figure(heavy).point == pytest.approx(0.75 * 0.9 + 0.25 * 0.75)


def test_the_range_is_made_of_three_parts() -> None:
    # By hand: all items are alike, so d score / d a = .75 p (1 - p), d score / d b that times x.
    by = Recalibration(0.2, 0.9, ((0.04, 0.01), (0.01, 0.02)), 60)
    found = figure(items(0.8), by, questions=50, model_spread=0.1)
    x = float(logit(0.8))
    p = 1 / (1 + math.exp(-(0.2 + 0.9 * x)))
    score = 0.25 + 0.75 * p
    steep = 0.75 * p * (1 - p)
    parameters = steep**2 * (0.04 + 2 * x * 0.01 + x**2 * 0.02)
    variance = parameters + (0.1 * score * (1 - score)) ** 2 + score * (1 - score) / 50
    assert found.point == pytest.approx(score)
    assert found.sd == pytest.approx(math.sqrt(variance))
    assert found.low == pytest.approx(score - 1.645 * found.sd)
    assert found.high == pytest.approx(min(1.0, score + 1.645 * found.sd))
    assert (found.answers, found.questions) == (60, 50)


def test_the_gradient_is_the_slope_of_the_score() -> None:
    given, step = items(0.3, 0.7, None, 0.95), 1e-5
    ahead = (Recalibration(step, 1, NO_DOUBT, 99), Recalibration(0, 1 + step, NO_DOUBT, 99))
    for at, moved in enumerate(ahead):
        slope = (figure(given, moved).point - figure(given).point) / step
        doubt = np.zeros((2, 2))
        doubt[at, at] = 1.0
        by = Recalibration(0, 1, tuple(map(tuple, doubt)), 99)  # type: ignore[arg-type]
        found = figure(given, by, questions=10**9, model_spread=0.0)
        assert found.sd == pytest.approx(abs(slope), rel=1e-3)


def test_what_was_never_seen_lowers_the_point() -> None:
    points = [figure(items(*[0.8] * seen, *[None] * (8 - seen))).point for seen in range(1, 9)]
    assert points == sorted(points)
    assert points[0] == pytest.approx(0.25 + 0.75 * 0.8 / 8)
    found = figure(items(0.8, None))
    assert (found.seen, found.unseen) == (20, 20)
    assert Unknown.UNSEEN in found.unknowns


def test_first_answers_say_what_is_known_of_the_unseen() -> None:
    tries = FirstTries(known=0.4, variance=0.01, answers=50)
    with_tries, without = figure(items(0.8, None), tries=tries), figure(items(0.8, None))
    assert with_tries.point == pytest.approx(without.point + 0.5 * 0.75 * 0.4)
    assert Unknown.FIRST_TRIES in with_tries.unknowns
    assert Unknown.UNSEEN not in with_tries.unknowns
    certain = figure(items(0.8, None), tries=FirstTries(0.4, 0.0, 50))
    assert with_tries.sd**2 - certain.sd**2 == pytest.approx((0.5 * 0.75) ** 2 * 0.01)
    assert figure(items(0.8), tries=tries) == figure(items(0.8))


def test_first_tries_have_luck_taken_out() -> None:
    rng = np.random.default_rng(3)
    right = rng.random(4_000) < 0.25 + 0.75 * 0.4
    found = first_tries(right, np.full(4_000, 0.25))
    assert found is not None
    assert found.known == pytest.approx(0.4, abs=0.04)
    assert math.sqrt(found.variance) == pytest.approx(
        math.sqrt(0.55 * 0.45 / 4_000) / 0.75, rel=0.1
    )
    assert found.answers == 4_000


def test_first_tries_worse_than_luck_are_nothing_known() -> None:
    found = first_tries([False] * 30, [0.25] * 30)
    assert found is not None
    assert found.known == 0
    assert found.variance > 0


def test_few_first_tries_say_nothing() -> None:
    assert first_tries([True] * 29, 0.0) is None
    assert first_tries([], []) is None
    found = first_tries([True] * 30, 0.0)
    assert found is not None
    assert found.known == 1
    assert found.variance > 0


def test_a_longer_test_and_surer_answers_narrow_the_range() -> None:
    def width(found: Readiness) -> float:
        return found.high - found.low

    assert width(figure(items(0.8), questions=150)) < width(figure(items(0.8), questions=25))
    doubtful = Recalibration(0.0, 1.0, ((0.49, 0.0), (0.0, 0.06)), 30)
    assert width(figure(items(0.8), doubtful)) > width(figure(items(0.8)))


def test_guesses_do_not_inflate_the_estimate() -> None:
    rng = np.random.default_rng(5)
    believed = rng.uniform(0.5, 0.95, 600)
    known = rng.random(600) < 0.6 * believed  # knows less than is believed, and guesses
    right = known | (rng.random(600) < 0.25)
    given = items(0.6, 0.8)
    true = 0.25 + 0.75 * 0.6 * 0.7
    honest = figure(given, recalibrate(believed, right, 0.25))
    assert honest.low < true < honest.high
    assert honest.point == pytest.approx(true, abs=0.04)
    assert figure(given, recalibrate(believed, right, 0.0)).point > true + 0.08


@given(
    st.lists(st.tuples(st.floats(0, 10), st.none() | chances, st.floats(0, 0.9)), min_size=1),
    st.floats(-5, 5),
    st.floats(0.05, 4),
    st.integers(1, 400),
    st.none() | st.tuples(chances, st.floats(0, 1)),
)
def test_the_point_lies_in_its_range(
    rows: list[tuple[float, float | None, float]],
    a: float,
    b: float,
    questions: int,
    tries: tuple[float, float] | None,
) -> None:
    given = [ItemBelief(share + 0.01, believed, guess) for share, believed, guess in rows]
    by = Recalibration(a, b, ((0.49, 0.0), (0.0, 0.0625)), 30)
    first = FirstTries(*tries, 30) if tries else None
    found = readiness(
        SectionItems.of(given), by, tries=first, questions=questions, items_in_banks=30
    )
    if isinstance(found, NoReadiness):
        assert found.reason is Reason.NONE_SEEN
        return
    assert 0 <= found.low <= found.point <= found.high <= 1
    least = sum(one.share * one.guess for one in given) / sum(one.share for one in given)
    assert found.point >= least - 1e-9
    assert found.seen + found.unseen == len(rows)


@given(st.lists(chances, min_size=30, max_size=40), st.data())
def test_recalling_more_never_scores_less(believed: list[float], data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(believed) - 1))
    more = [*believed]
    more[at] = data.draw(st.floats(believed[at], 1))
    before = SectionItems.of([ItemBelief(1.0, one, 0.25) for one in believed])
    after = SectionItems.of([ItemBelief(1.0, one, 0.25) for one in more])
    assert figure(after).point >= figure(before).point - 1e-12


@pytest.mark.parametrize("believed", [0.0, 1.0])
def test_belief_at_the_ends_stays_a_score(believed: float) -> None:
    found = figure(items(believed))
    assert found.point == pytest.approx(0.25 + 0.75 * believed, abs=1e-3)
    assert 0 <= found.low <= found.point <= found.high <= 1


def test_below_30_items_there_is_no_figure() -> None:
    given = SectionItems.of([ItemBelief(1.0, 0.9)] * 29)
    found = refused(given)
    assert (found.reason, found.have, found.needed) == (Reason.FEW_ITEMS, 29, 30)
    figure(SectionItems.of([ItemBelief(1.0, 0.9)] * 30))


def test_gaps_are_not_counted_as_items() -> None:
    found = refused(items(0.9), items_in_banks=14)
    assert (found.reason, found.have) == (Reason.FEW_ITEMS, 14)


def test_below_30_answers_there_is_no_figure() -> None:
    found = refused(items(0.9, None), Recalibration(0, 1, NO_DOUBT, 29))
    assert (found.reason, found.have, found.needed) == (Reason.FEW_ANSWERS, 29, 30)
    assert (found.answers, found.seen, found.unseen) == (29, 20, 20)
    figure(items(0.9), Recalibration(0, 1, NO_DOUBT, 30))


def test_a_section_never_seen_has_no_figure() -> None:
    assert refused(items(None)).reason is Reason.NONE_SEEN


def test_without_items_there_is_no_figure() -> None:
    found = refused(SectionItems.of([]))
    assert (found.reason, found.have) == (Reason.FEW_ITEMS, 0)


def test_it_says_what_it_does_not_know() -> None:
    always = {Unknown.BANK, Unknown.EXAM_DAY, Unknown.NO_MORE_STUDY}
    assert set(figure(items(0.9), questions=75).unknowns) == always
    found = figure(items(0.9), also_unknown=[Unknown.WEIGHTS])
    assert set(found.unknowns) == always | {Unknown.QUESTIONS, Unknown.WEIGHTS}
    assert found.questions == QUESTIONS


def test_a_line_within_the_range_cannot_be_told() -> None:
    found = figure(items(0.8))
    assert found.against(found.point) is Standing.UNSURE
    assert found.against(found.low) is Standing.UNSURE
    assert found.against(found.high) is Standing.UNSURE
    assert found.against(found.low - 0.01) is Standing.ABOVE
    assert found.against(found.high + 0.01) is Standing.BELOW
    with pytest.raises(ValueError, match="from 0 to 1"):
        found.against(75)


def test_a_topic_shares_its_weight_among_its_items() -> None:
    shares = shares_of(["a", "a", "b", "c"], {"a": 10, "b": 30, "c": None})
    assert shares == pytest.approx([5 / 60, 5 / 60, 30 / 60, 20 / 60])
    assert shares_of(["a", "b", "b"], {}) == pytest.approx([0.5, 0.25, 0.25])
    assert shares_of([], {}).size == 0


def test_gaps_share_what_their_item_is_worth() -> None:
    shares = shares_of(["a", "a", "a"], {}, [1.0, 0.5, 0.5])
    assert shares == pytest.approx([0.5, 0.25, 0.25])
    with pytest.raises(ValueError, match="part of an item"):
        shares_of(["a"], {}, [0.0])


@pytest.mark.parametrize(
    ("rows", "problem"),
    [
        ([(-1.0, 0.5, 0.0)], "share"),
        ([(math.nan, 0.5, 0.0)], "share"),
        ([(0.0, 0.5, 0.0)], "not all are 0"),
        ([(1.0, 1.5, 0.0)], "from 0 to 1"),
        ([(1.0, 0.5, 1.0)], "luck"),
    ],
)
def test_what_is_no_item_is_refused(rows: list[tuple[float, float, float]], problem: str) -> None:
    with pytest.raises(ValueError, match=problem):
        SectionItems.of([ItemBelief(*row) for row in rows])


def test_settings_that_mean_nothing_are_refused() -> None:
    with pytest.raises(ValueError, match="section has questions"):
        figure(items(0.8), questions=0)
    with pytest.raises(ValueError, match="spread"):
        figure(items(0.8), model_spread=-0.1)
