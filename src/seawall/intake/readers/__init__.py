"""Readers of rows, one file each: CSV, JSON lines, Parquet. Each gives `RawChunk`s from a file's path."""

from seawall.intake.readers.csv_rows import CsvOptions, read_csv_header, read_csv_rows
from seawall.intake.readers.jsonl_rows import read_jsonl_rows
from seawall.intake.readers.parquet_rows import read_parquet_rows

__all__ = ["CsvOptions", "read_csv_header", "read_csv_rows", "read_jsonl_rows", "read_parquet_rows"]
