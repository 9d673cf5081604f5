"""Pages of educators."""

from tests.browser.scene import Builder, seen_by

OWN = "/teach/banks/bordin"

TEACH_SCENES: dict[str, Builder] = {
    "teach": seen_by("educator", "/teach"),
    "teach, every bank": seen_by("admin", "/teach"),
    "teach, of no educator": seen_by("learner", "/teach", status=404),
    "editors": seen_by("educator", f"{OWN}/editors"),
    "editors, of no address": seen_by(
        "educator", f"{OWN}/editors", {"email": "maya@example.org"}, 422
    ),
    "editors, of none": seen_by("learner", f"{OWN}/editors", status=404),
}
