"""Temporal activities: one thin module per stage; each takes a typed request and returns a typed result."""
