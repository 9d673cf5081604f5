"""Who runs this, on which terms, what is kept; and the operator's own page."""

from datetime import timedelta

from quizapp.adapters.stamp import write_stamp
from quizapp.config import Settings
from quizapp.services.backups import back_up
from quizapp.services.operation import LAST_DONE
from tests.browser.scene import Builder, Scene, seen_by
from tests.browser.stage import Stage


def well_kept(stage: Stage) -> Scene:
    """The operator's page of an instance that is looked after."""
    settings: Settings = stage.app.config["SETTINGS"]
    assert settings.sqlite_path
    for days, revision in ((2, ""), (1, "0001"), (0, "")):
        moment = stage.clock() - timedelta(days=days)
        back_up(settings.sqlite_path, settings.backup_dir, now=moment, before_revision=revision)
    write_stamp(settings.instance_dir / LAST_DONE, stage.clock())
    return Scene("/admin", stage.admin.cookie)


ABOUT_SCENES: dict[str, Builder] = {
    "contact": seen_by("nobody", "/contact"),
    "terms": seen_by("nobody", "/terms"),
    "privacy": seen_by("nobody", "/privacy"),
    "privacy as guest": seen_by("guest", "/privacy"),
    "admin": seen_by("admin", "/admin"),
    "admin, with backups": well_kept,
    "admin, of no admin": seen_by("learner", "/admin", status=404),
}
