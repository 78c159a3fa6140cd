"""The worker processes that read, draw, speak and compose, and the pools that deal out their work."""
