"""The first page: the story of this desk's world as scenes that link into real screens."""
