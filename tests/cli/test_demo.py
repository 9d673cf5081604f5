"""`flask demo seed`: its sign-ins work, its cards follow from the log, and it is made once."""

from flask import Flask
from flask.testing import FlaskClient

from quizapp.adapters import clock as real_clock
from quizapp.services.demo import PASSWORD
from tests.factories import FakeClock, Person, sign_in


def run(app: Flask, *words: str) -> tuple[int, str]:
    result = app.test_cli_runner().invoke(args=[*words])
    return result.exit_code, result.output


def test_seed_prints_sign_ins_that_work_and_nothing_differs(
    app: Flask, client: FlaskClient, clock: FakeClock
) -> None:
    clock.at = real_clock.now()  # the pages of the day on which the command was run
    code, said = run(app, "demo", "seed", "--days", "8", "--learners", "1")
    assert code == 0, said
    assert "4 learners and an educator" in said
    assert PASSWORD in said
    assert run(app, "study", "rebuild", "--check")[1].endswith(" 0 differ\n")
    sign_in(client, Person(3, "demo-3@example.org", PASSWORD))
    for path in ("/today", "/missed", "/progress"):
        assert client.get(path).status_code == 200
    code, said = run(app, "demo", "seed")
    assert (code, "here already" in said) == (1, True)
