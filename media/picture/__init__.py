"""Pictures: clips conformed, stills moved over, things laid on top."""
