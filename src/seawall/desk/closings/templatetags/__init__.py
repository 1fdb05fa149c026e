"""Template tags of closed accounts."""
