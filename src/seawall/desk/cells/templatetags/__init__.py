"""Template tags of cells."""
