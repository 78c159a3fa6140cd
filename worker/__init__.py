"""Worker processes: pools, tuning, shutdown."""
