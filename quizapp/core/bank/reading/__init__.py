"""The steps of the parser, from lines to items; the writer asks them how a text is read."""
