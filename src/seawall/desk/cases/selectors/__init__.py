"""Every question about cases that is asked of the database."""
