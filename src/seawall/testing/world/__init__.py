"""A made-up world with its truth beside it."""
