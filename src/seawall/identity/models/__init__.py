"""The models: how much each level of each comparison says, and what follows from all of them together."""
