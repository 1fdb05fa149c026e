"""Comparing: what was observed beside what is banked, aligned, with what they share marked in both."""
