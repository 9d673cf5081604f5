"""The steps of the parser, from lines to items; only `parser.py` may use them."""
