"""Letters: typefaces, titles, captions, and where they may stand."""
