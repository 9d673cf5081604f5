"""`flask` commands: parse, call a service, print; may not import SQLAlchemy or the models."""
