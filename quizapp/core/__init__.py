"""May not import Flask, SQLAlchemy, click, the clock, files or randomness: data in, data out."""
