"""Clients of model providers: one small protocol per kind of work, and the errors they raise."""
