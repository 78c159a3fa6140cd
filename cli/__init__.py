"""The reelwright command and the launcher of the embedded stack."""
