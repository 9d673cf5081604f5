"""A plan as plain values: its days, its minutes, its calendar file, the range of a score."""

from datetime import UTC, date, datetime, timedelta

import pytest

from quizapp.core.scheduling.calendar_file import calendar_file
from quizapp.core.scheduling.exam_plan import ExamPlan, Outcome, Phase
from quizapp.core.scheduling.score_range import score_range

MONDAY = date(2026, 11, 30)
PLAN = ExamPlan(
    exam="crcc-crc",
    exam_on=MONDAY + timedelta(days=9),
    target=75,
    minutes=(20, 0, 30, 20, 20, 60, 0),
    days_off=frozenset({MONDAY + timedelta(days=3)}),
)


def test_the_phases_of_a_plan() -> None:
    exam_on = MONDAY + timedelta(days=9)
    assert PLAN.phase(MONDAY) is Phase.BEFORE
    assert PLAN.phase(exam_on) is Phase.EXAM_DAY
    assert PLAN.phase(exam_on + timedelta(days=1)) is Phase.AFTER
    assert ExamPlan("", None, None, (20,) * 7, frozenset()).phase(MONDAY) is Phase.NO_DATE


def test_minutes_follow_the_weekday_and_the_days_off() -> None:
    assert [PLAN.minutes_on(MONDAY + timedelta(days=place)) for place in range(7)] == [
        *(20, 0, 30, 0, 20, 60, 0)
    ]


def test_seconds_end_before_the_exam_and_today_loses_what_is_used() -> None:
    seconds = PLAN.seconds_by_day(MONDAY, used_seconds=300)
    assert len(seconds) == PLAN.days_left(MONDAY) == 9
    assert seconds[:3] == [900, 0, 1800]
    assert PLAN.seconds_by_day(MONDAY, used_seconds=9999)[0] == 0
    assert PLAN.seconds_by_day(MONDAY + timedelta(days=9)) == []
    assert PLAN.seconds_by_day(MONDAY + timedelta(days=20)) == []


def test_how_it_went_is_asked_after_the_exam_until_it_is_said() -> None:
    after = MONDAY + timedelta(days=10)
    assert not PLAN.asks_how_it_went(MONDAY + timedelta(days=9))
    assert PLAN.asks_how_it_went(after)
    told = ExamPlan("", PLAN.exam_on, None, (1,) * 7, frozenset(), outcome=Outcome.UNSAID)
    assert not told.asks_how_it_went(after)


def test_a_calendar_has_each_study_day_once_and_the_exam() -> None:
    made_at = datetime(2026, 11, 30, 9, 0, tzinfo=UTC)
    text = calendar_file(PLAN, MONDAY, name="Alliance", exam="CRC; the exam", made_at=made_at)
    assert text.startswith("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n")
    assert text.endswith("END:VCALENDAR\r\n")
    assert text.count("UID:study-") == sum(
        PLAN.minutes_on(MONDAY + timedelta(days=place)) > 0 for place in range(9)
    )
    assert "UID:study-20261203" not in text, "a day off"
    assert "DTSTART;VALUE=DATE:20261209\r\nDTEND;VALUE=DATE:20261210" in text
    assert "SUMMARY:CRC\\; the exam" in text
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))


def test_long_lines_are_folded_without_loss() -> None:
    made_at = datetime(2026, 11, 30, 9, 0, tzinfo=UTC)
    name = "Prüfung für Beraterinnen und Berater, zweiter Teil, in einem sehr großen Saal"
    text = calendar_file(PLAN, MONDAY, name="Alliance", exam=name, made_at=made_at)
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    assert name.replace(",", "\\,") in text.replace("\r\n ", "")


@pytest.mark.parametrize("score", [0.0, 0.3, 0.78, 1.0])
def test_a_range_holds_its_score_and_narrows_with_questions(score: float) -> None:
    low, high = score_range(score)
    assert 0 <= low <= score <= high <= 1
    wide, wider = score_range(score, 20)
    assert wider - wide >= high - low


def test_a_score_is_a_share() -> None:
    with pytest.raises(ValueError, match="share"):
        score_range(78)
