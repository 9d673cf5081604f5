"""Reads only: each returns frozen rows and takes the viewer's id; may not commit."""
