"""Cases: what an engine found is received, grouped by account, looked at by people, and decided with a reason."""
