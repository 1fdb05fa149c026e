"""Lets `python -m seawall` do what `seawall` does."""

from seawall.cli import main

main()
