"""Settings of the property tests."""

from hypothesis import settings

# No deadline: how long one example takes says more about a busy machine than about the code.
settings.register_profile("no-deadline", deadline=None)
settings.load_profile("no-deadline")
