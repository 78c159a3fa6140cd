"""The HTTP service in front of the workflows."""
