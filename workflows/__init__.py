"""Temporal workflows: decisions only."""
