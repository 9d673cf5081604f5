"""Views parse, call one service and render; may not import SQLAlchemy or the models."""
