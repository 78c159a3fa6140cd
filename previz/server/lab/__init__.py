"""The fault laboratory: what shall go wrong, when, and how it looks to the client."""
