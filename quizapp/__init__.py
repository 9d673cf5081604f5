"""Alliance: spaced-repetition quizzes from Markdown banks. This package root holds the version."""

__version__ = "0.1.0"
