"""Content → comparable signal, one file a type; and the one normal form of text."""
