"""The desk's ledger: every write leaves a row, and anyone entitled can verify the chain."""
