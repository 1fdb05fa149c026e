"""What each address of the API does: one function an address and method, from a call to an answer."""
