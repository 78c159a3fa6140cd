"""Sound: read, mixed, measured, encoded."""
