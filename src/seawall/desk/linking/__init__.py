"""Is this the same actor again? Links of new accounts to closed ones at the desk, and what people say of them."""
