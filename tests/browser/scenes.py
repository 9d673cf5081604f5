"""Every page in every state worth looking at: who sees it, where, and after which form."""

from collections.abc import Callable
from functools import cache

from quizapp.core.scheduling.rating import Confidence
from quizapp.services.leaving import ask_to_leave
from quizapp.services.recording import Given
from tests import answers
from tests.browser.about_scenes import ABOUT_SCENES
from tests.browser.account_scenes import ACCOUNT_SCENES, LEADING_ON, MAIL_SCENES
from tests.browser.analysis_scenes import ANALYSIS_SCENES
from tests.browser.cohort_scenes import COHORT_SCENES
from tests.browser.item_scenes import ITEM_SCENES
from tests.browser.mock_scenes import MOCK_SCENES
from tests.browser.people import Key, Person, always_right, make, writing
from tests.browser.plan_scenes import PLAN_SCENES
from tests.browser.scene import Builder, Scene, seen_by
from tests.browser.stage import Stage
from tests.browser.teach_scenes import TEACH_SCENES
from tests.factories import PASSWORD


def asked(
    kind: str,
    *,
    is_case: bool = False,
    query: str = "",
    form: dict[str, str] | None = None,
    status: int = 200,
) -> Builder:
    """Return the builder of a question of that kind, before the answer."""

    def build(stage: Stage) -> Scene:
        guest, session_id = stage.facing(stage.library.of(kind, is_case=is_case)[0])
        return Scene(f"/study/{session_id}{query}", guest.cookie, form, status)

    return build


def judged(
    kind: str, choose: Callable[[Stage, Key], Given], *, is_case: bool = False, place: int = 2
) -> Builder:
    """Return the builder of a verdict on what `choose` picks."""

    def build(stage: Stage) -> Scene:
        key = stage.library.of(kind, is_case=is_case)[0]
        guest, session_id = stage.answered(key, choose(stage, key))
        return Scene(f"/study/{session_id}/{place}", guest.cookie)

    return build


def right(stage: Stage, key: Key) -> Given:
    return answers.right(stage.library.items[key], Confidence.FAIRLY)


def guess(stage: Stage, key: Key) -> Given:
    return answers.right(stage.library.items[key], Confidence.GUESSING)


def certain_and_wrong(stage: Stage, key: Key) -> Given:
    return answers.wrong(stage.library.items[key], Confidence.CERTAIN)


def half_right(stage: Stage, key: Key) -> Given:
    return answers.partly(stage.library.items[key])


def too_quick(*, again: bool = False) -> Builder:
    """Return the builder of the verdict on a right answer that nobody can have read so fast."""

    def build(stage: Stage) -> Scene:
        guest, session_id = stage.facing(stage.library.of("single")[0])
        guest.answer_next(session_id, always_right, seconds=0)
        if again:
            guest.answer_next(session_id, always_right)
            guest.answer_next(session_id, always_right, seconds=0)
        return Scene(f"/study/{session_id}/{4 if again else 2}", guest.cookie)

    return build


def last_verdict(stage: Stage) -> Scene:
    """The last question of a guest's session of five, with the offer to keep the answers."""
    person, session_id = stage.guest_of_five
    return Scene(f"/study/{session_id}/5", person.cookie)


def summary(stage: Stage) -> Scene:
    person, session_id = stage.guest_of_five
    return Scene(f"/study/{session_id}/done", person.cookie)


def perfect_summary(stage: Stage) -> Scene:
    person = stage.rested
    return Scene(f"/study/{stage.last_session(person)}/done", person.cookie)


def empty_summary(stage: Stage) -> Scene:
    session_id = stage.newcomer.start(stage.library.of("single")[:2])
    return Scene(f"/study/{session_id}/done", stage.newcomer.cookie)


def stale_tab(stage: Stage) -> Scene:
    """An answer to a question that was answered in another tab."""
    keys = stage.library.of("single")[:3]
    person = stage.make_guest()
    session_id = person.start(keys)
    token = person.answer_next(session_id, always_right)
    assert token
    # The other tab's page had an answer id of its own.
    return Scene(f"/study/{session_id}", person.cookie, {"token": stage.reseal(token)}, 409)


@cache
def leaver(stage: Stage) -> Person:
    person = make(stage.app, stage.clock, "lea@example.org", name="Lea")
    with writing(stage.app) as session:
        ask_to_leave(session, person.learner.user_id, "", now=stage.clock())
    return person


def leaving(path: str) -> Builder:
    return lambda stage: Scene(path, leaver(stage).cookie)


# GET endpoints that give no page.
NO_PAGES = frozenset(
    {
        "analysis.table",
        "exporting.file",
        "publishing.earlier",
        "packed_asset",
        "favicon",
        "health.health",
        "health.ready",
        "banks.source",
        "images.image",
        "offline.worker",
        "plan.calendar",
        "record.answers",
        "record.whole",
        "history.table",
        *LEADING_ON,
    }
)

SCENES: dict[str, Builder] = {
    "landing": seen_by("nobody", "/"),
    "landing, nothing picked": seen_by("nobody", "/", {}, 422),
    "landing, forged token": seen_by("nobody", "/", {"token": "forged"}, 409),
    "landing, forged form": seen_by("nobody", "/", {"csrf_token": "forged"}, 400),
    "patterns": seen_by("nobody", "/patterns"),
    "no such page": seen_by("nobody", "/nowhere", status=404),
    "no such session": seen_by("newcomer", "/study/999999", status=404),
    "offline": seen_by("nobody", "/offline"),
    "help": seen_by("nobody", "/help"),
    "help as learner": seen_by("learner", "/help"),
    "keys": seen_by("nobody", "/help/keys"),
    "keys, one changed": seen_by("newcomer", "/help/keys?saved=1"),
    "keys, taken": seen_by("newcomer", "/help/keys", {"action": "undo", "key": "g"}, 422),
    "accessibility": seen_by("nobody", "/help/accessibility"),
    "sign in": seen_by("nobody", "/login"),
    "sign in as guest": seen_by("guest", "/login"),
    "sign in, no match": seen_by(
        "nobody", "/login", {"email": "who@example.org", "password": PASSWORD}, 422
    ),
    "register": seen_by("nobody", "/register"),
    "register as guest": seen_by("guest", "/register"),
    "register, both wrong": seen_by(
        "nobody", "/register", {"email": "who", "password": "short"}, 422
    ),
    "register, short password": seen_by(
        "guest", "/register", {"email": "who@example.org", "password": "short"}, 422
    ),
    "settings": seen_by("nobody", "/settings"),
    "settings as guest": seen_by("guest", "/settings"),
    "settings as learner": seen_by("learner", "/settings"),
    "settings saved": seen_by("newcomer", "/settings?saved=1"),
    "settings, bad number": seen_by("newcomer", "/settings", {"minutes_a_day": "1"}, 422),
    "password": seen_by("newcomer", "/settings/password"),
    "password changed": seen_by("newcomer", "/settings/password?done=1"),
    "password, wrong one": seen_by(
        "newcomer", "/settings/password", {"current": "wrong", "new": PASSWORD}, 422
    ),
    "banks": seen_by("nobody", "/banks"),
    "banks as learner": seen_by("learner", "/banks"),
    "exam": seen_by("nobody", "/exams/crcc-crc"),
    "exam as learner": seen_by("learner", "/exams/crcc-crc"),
    "no such exam": seen_by("nobody", "/exams/nothing", status=404),
    "concepts": seen_by("nobody", "/concepts"),
    "concepts as learner": seen_by("learner", "/concepts"),
    "bank": seen_by("nobody", "/banks/bordin"),
    "bank as learner": seen_by("learner", "/banks/egan"),
    "today as newcomer": seen_by("newcomer", "/today"),
    "today as guest": seen_by("guest", "/today"),
    "today": seen_by("learner", "/today"),
    "today with corrected keys": seen_by("corrected", "/today"),
    "today, all done": seen_by("rested", "/today"),
    "missed, none ever": seen_by("newcomer", "/missed"),
    "missed": seen_by("learner", "/missed"),
    "missed, a full page": seen_by("struggler", "/missed"),
    "missed, second page": seen_by("struggler", "/missed?page=2"),
    "missed, none still wrong": seen_by("mender", "/missed"),
    "missed, none on the mend": seen_by("struggler", "/missed?state=mending"),
    "missed, on the mend": seen_by("learner", "/missed?state=mending&order=often"),
    "missed, put right": seen_by("learner", "/missed?state=put-right&order=due"),
    "builder": seen_by("learner", "/quiz/new"),
    "builder, a search": seen_by("struggler", "/quiz/new?words=bordin&mode=test&status=missed"),
    "builder, nothing fits": seen_by("newcomer", "/quiz/new?words=xyzzy", {"do": "start"}, 422),
    "builder, no name": seen_by("newcomer", "/quiz/new", {"do": "save", "name": ""}, 422),
    "mix-ups": seen_by("learner", "/missed/mix-ups"),
    "mix-ups, none": seen_by("newcomer", "/missed/mix-ups"),
    "your data": seen_by("learner", "/settings/data"),
    "your data, leaving": leaving("/settings/data"),
    "today, leaving": leaving("/today"),
    "your data, nothing chosen": seen_by("newcomer", "/settings/data", {}, 422),
    "missed, by luck": seen_by("learner", "/missed?state=lucky"),
    "missed, none of these": seen_by("struggler", "/missed?reason=misread"),
    "missed, to print": seen_by("struggler", "/missed/print"),
    "missed, nothing to print": seen_by("newcomer", "/missed/print"),
    "missed, none put right": seen_by("struggler", "/missed?state=put-right"),
    "missed, none on the concept": seen_by("struggler", "/missed?concept=nothing"),
    "progress, nothing yet": seen_by("newcomer", "/progress"),
    "progress": seen_by("learner", "/progress"),
    "progress since the start": seen_by("learner", "/progress?period=all"),
    "question single": asked("single"),
    "question true or false": asked("truefalse"),
    "question multi": asked("multi"),
    "question case": asked("single", is_case=True),
    "question, nothing picked": asked("multi", form={}, status=422),
    "question typed": asked("typed"),
    "question typed, nothing typed": asked("typed", form={}, status=422),
    "question numeric": asked("numeric"),
    "question numeric, no number": asked("numeric", form={"answer": "a few"}, status=422),
    "question order": asked("order"),
    "question match": asked("match"),
    "question match, nothing picked": asked("match", form={}, status=422),
    "flashcard front": asked("flashcard"),
    "flashcard back": asked("flashcard", query="?show=1"),
    "flashcard, no grade": asked("flashcard", query="?show=1", form={}, status=422),
    "cloze front": asked("cloze"),
    "cloze back": asked("cloze", query="?show=1"),
    "verdict right": judged("single", right),
    "verdict wrong": judged("single", certain_and_wrong),
    "verdict by a guess": judged("single", guess),
    "verdict partly right": judged("multi", half_right),
    "verdict multi wrong": judged("multi", certain_and_wrong),
    "verdict true or false": judged("truefalse", certain_and_wrong),
    "verdict typed, right": judged("typed", right),
    "verdict typed, wrong": judged("typed", certain_and_wrong),
    "verdict numeric, by a guess": judged("numeric", guess),
    "verdict numeric, wrong": judged("numeric", certain_and_wrong),
    "verdict order, right": judged("order", right),
    "verdict order, partly right": judged("order", half_right),
    "verdict order, reversed": judged("order", certain_and_wrong),
    "verdict match, right": judged("match", right),
    "verdict match, partly right": judged("match", half_right),
    "verdict match, wrong": judged("match", certain_and_wrong),
    "verdict case": judged("single", certain_and_wrong, is_case=True),
    "verdict, too quick": too_quick(),
    "verdict, too quick again": too_quick(again=True),
    "verdict last": last_verdict,
    "summary": summary,
    "summary, all right": perfect_summary,
    "summary, nothing answered": empty_summary,
    "stale tab": stale_tab,
    **ACCOUNT_SCENES,
    **ABOUT_SCENES,
    **ANALYSIS_SCENES,
    **COHORT_SCENES,
    **ITEM_SCENES,
    **MOCK_SCENES,
    **PLAN_SCENES,
    **TEACH_SCENES,
}
# On an instance without any bank, which can send mail.
EMPTY_SCENES: dict[str, Builder] = {
    **MAIL_SCENES,
    "landing, no banks": seen_by("nobody", "/"),
    "banks, none": seen_by("nobody", "/banks"),
    "concepts, none": seen_by("nobody", "/concepts"),
    "today, no banks": seen_by("newcomer", "/today"),
    "builder, no banks": seen_by("newcomer", "/quiz/new"),
    "progress, no banks": seen_by("newcomer", "/progress"),
}


def scene_of(name: str, stage: Stage) -> Scene:
    """Set a scene by its name. The clock stays, so that no scene makes another one late."""
    now = stage.clock.at
    scene = (SCENES | EMPTY_SCENES)[name](stage)
    stage.clock.at = now
    return scene
