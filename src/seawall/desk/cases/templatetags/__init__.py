"""Template filters of cases."""
