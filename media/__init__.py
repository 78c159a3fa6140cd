"""The media engine on PyAV: knows files, frames and rationals, nothing of projects."""
