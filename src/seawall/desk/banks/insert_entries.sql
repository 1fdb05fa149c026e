-- Adds new entries that stand alone, many at once; the columns are those of EntryRow (adding.py), in its order.
INSERT INTO banks_bankentry (
    entry_id,
    bank_id,
    signal_type,
    value,
    canonical,
    canonical_sha256,
    opinion,
    note,
    origin,
    expires_at,
    changed_in,
    added_at,
    added_by_id,
    withdrawn_reason
)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, '')
