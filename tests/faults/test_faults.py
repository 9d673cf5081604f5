"""Every fault in its short form; `make faults` is the long one."""

import pytest

from quizapp.config import ROOT
from tests.faults.by_tests import ByTests
from tests.faults.ground import Ground, Scale
from tests.faults.registry import FAULTS, NotTried, Tried
from tests.faults.report import Verdict, table
from tests.postgres import PostgresTemplates

BY_TESTS = {name: fault for name, fault in FAULTS.items() if isinstance(fault, ByTests)}
TRIED = {name: fault for name, fault in FAULTS.items() if isinstance(fault, Tried)}


@pytest.fixture(scope="session")
def ground(
    postgres_templates: PostgresTemplates,
    tmp_path_factory: pytest.TempPathFactory,
) -> Ground:
    """Sites for faults, with the PostgreSQL server that the other tests have."""
    return Ground(tmp_path_factory.mktemp("faults"), postgres_templates)


def test_no_number_is_left_out() -> None:
    assert list(FAULTS) == [f"F{number}" for number in range(1, 21)]


@pytest.mark.slow
@pytest.mark.parametrize("name", TRIED)
def test_fault(name: str, ground: Ground) -> None:
    result = TRIED[name].run(Scale.SHORT, ground)
    assert result.fault == name
    assert result.verdict is Verdict.PASSED, f"{result.line()}\n{table([result])}"


@pytest.mark.parametrize("name", FAULTS.keys() - TRIED.keys() - BY_TESTS.keys())
def test_what_is_not_tried_has_not_passed(name: str) -> None:
    fault = FAULTS[name]
    assert isinstance(fault, NotTried)
    assert fault.untried.fault == name
    assert fault.untried.verdict is not Verdict.PASSED
    assert fault.untried.note


@pytest.mark.parametrize("name", BY_TESTS)
def test_its_tests_are_there(name: str) -> None:
    for test in BY_TESTS[name].tests:
        file, _, function = test.partition("::")
        assert f"def {function}(" in (ROOT / "tests" / file).read_text(), test
