"""Measurements of Seawall beside its peers: `just bench NAME [--json]`. Frozen results lie in `bench/results/`."""
