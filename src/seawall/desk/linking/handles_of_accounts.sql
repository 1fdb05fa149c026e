-- The handle of each of $accounts (`platform:id`), channels included, by the newest profile that has one.
WITH wanted AS (SELECT unnest($accounts::VARCHAR[]) AS account),
profiles AS (
    SELECT lower(platform) || ':' || account_id AS account, 'account' AS kind, handle,
           coalesce(observed_at, acquired_at) AS observed, key
    FROM accounts
    UNION ALL
    SELECT lower(platform) || ':' || channel_id, 'channel', handle, coalesce(observed_at, acquired_at), key FROM channels
)
SELECT account, lower(trim(ltrim(trim(handle), '@'))) AS handle
FROM profiles SEMI JOIN wanted USING (account)
WHERE trim(ltrim(trim(handle), '@')) <> ''
QUALIFY row_number() OVER (PARTITION BY account ORDER BY kind, observed DESC, key) = 1
