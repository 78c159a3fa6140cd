"""The actors of the scene kit."""
