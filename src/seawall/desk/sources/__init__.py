"""Sources: what was imported, from where, by whom; imports and scans as work in the background."""
