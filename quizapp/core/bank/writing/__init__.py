"""The steps of the writer, from a bank to its text; only `writer.py` may use them."""
