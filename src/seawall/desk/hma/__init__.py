"""The desk's door for other systems: the HTTP API of HMA at /hma/, its tokens, and bulk calls beside it."""
