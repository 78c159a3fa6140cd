"""The places of the scene kit, one module each."""
