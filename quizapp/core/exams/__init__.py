"""What an exam is like, each value with its source; may not know who takes it."""
