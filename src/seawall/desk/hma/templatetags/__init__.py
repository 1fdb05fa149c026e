"""How templates name what a token allows."""
