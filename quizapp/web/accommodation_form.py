"""The fields that say under which conditions somebody sits a mock exam, and what they say."""

from werkzeug.datastructures import MultiDict

from quizapp.core.exams.timing import DEFAULT_LINE, FACTORS, Accommodations
from quizapp.core.scheduling.exam_plan import ExamPlan

TIMES = (
    ("1", "Standard"),
    ("1.25", "× 1¼"),
    ("1.5", "× 1½"),
    ("2", "× 2"),
    ("10", "× 10"),
    ("none", "No limit"),
)
TIME_WORDS = {
    "1": "standard time",
    "1.25": "time and a quarter",
    "1.5": "time and a half",
    "2": "double time",
    "10": "ten times the time",
    "none": "no time limit",
}


def wanted_by(form: MultiDict[str, str]) -> Accommodations:
    """Return what the form asks for; a time that is not offered is the standard."""
    time = form.get("time", "1")
    return Accommodations(
        time=time if time in FACTORS else "1",
        has_breaks="has_breaks" in form,
        hides_clock="hides_clock" in form,
    )


def own_line(plan: ExamPlan | None) -> int:
    """Return the learner's own line in percent: that of their plan, else one to begin with."""
    return plan.target if plan and plan.target else DEFAULT_LINE


def in_words(conditions: Accommodations, breaks: int = 0) -> str:
    """Return the conditions as a phrase: time and a half, breaks that stop the clock."""
    said = [TIME_WORDS[conditions.time]]
    if conditions.has_breaks:
        taken = f" ({breaks} taken)" if breaks else ""
        said.append(f"breaks that stop the clock{taken}")
    if conditions.hides_clock:
        said.append("the clock hidden at first")
    return ", ".join(said)
