"""The outside world behind small interfaces; may not import the database or services."""
