"""The traits: what is taken from profiles and posts to be compared."""
