"""The boundary to language models: whatever one answers becomes a film within the rules, or faults to act on."""

from film.boundary.notes import Read
from film.boundary.reading import read_answer

__all__ = ["Read", "read_answer"]
