"""The application as servers and `flask` find it."""

from quizapp.app import create_app
from quizapp.config import BadSettings

try:
    app = create_app()
except BadSettings as fault:
    raise SystemExit(f"Cannot start: {fault}") from fault
