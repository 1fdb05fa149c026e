-- Adds closed accounts that wait for a signature, many at once; the columns are those of ProposalRow (importing.py), in its
-- order.
INSERT INTO closings_closedaccount (
    listed_id,
    imported_by_id,
    "row",
    shuffle,
    platform,
    account_id,
    kind,
    handle,
    name,
    bio,
    url,
    avatar,
    banner,
    followers,
    decision,
    ground,
    came_back,
    created,
    observed,
    closed_at,
    expires,
    state,
    changed_in,
    ended_reason
)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, 'proposed', 1, '')
