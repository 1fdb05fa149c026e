"""Observations and where they are kept: published Arrow schemas and an append-only Parquet store."""
