"""Template tags of banks."""
