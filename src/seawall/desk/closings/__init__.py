"""Closed accounts: which were closed, why, under which decision, and who signed that they may be compared with?"""
