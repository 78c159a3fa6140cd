"""The narrator and the composer."""
