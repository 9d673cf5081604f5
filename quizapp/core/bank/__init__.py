"""Markdown in, banks and problems out; may not read files or know where a bank is stored."""
