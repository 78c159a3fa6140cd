"""Temporal activities: one thin module per stage."""
