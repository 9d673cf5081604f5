"""When a card comes back; may not read the clock: study days come in as dates."""
