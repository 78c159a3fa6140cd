"""The domain: what a film is made of. Pydantic models and pure functions; no I/O, no clock, no randomness."""
