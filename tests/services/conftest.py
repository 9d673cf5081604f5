"""The study room of the service tests."""

import pytest
from flask import Flask

from tests.factories import FakeClock
from tests.services.study_room import StudyRoom


@pytest.fixture
def room(app: Flask, clock: FakeClock) -> StudyRoom:
    return StudyRoom(app, clock)
