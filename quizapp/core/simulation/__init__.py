"""Made-up learners for demonstrations: all chance comes in as a seeded Random; no claim is made."""
