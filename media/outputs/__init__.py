"""What a film is delivered as, beside the film itself."""
