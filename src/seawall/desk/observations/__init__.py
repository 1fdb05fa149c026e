"""Observations: pages over the corpus, and the record of who looked at which account and why."""
