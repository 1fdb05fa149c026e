"""How templates name kinds of lawful speech."""
