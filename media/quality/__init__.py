"""Is it good? Clips as they come in, films as they go out."""
