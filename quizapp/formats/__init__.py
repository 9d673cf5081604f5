"""One foreign format a file; may not import the database, Flask or one another."""
