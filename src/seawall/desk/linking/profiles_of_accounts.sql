-- The newest profile of each of $accounts (`platform:id`), channels included; an account without a profile has no row.
WITH wanted AS (SELECT unnest($accounts::VARCHAR[]) AS account),
profiles AS (
    SELECT lower(platform) || ':' || account_id AS account, platform, account_id, 'account' AS kind, handle,
           display_name AS name, bio, url, avatar, banner, created_at AS created, followers,
           coalesce(observed_at, acquired_at) AS observed, key
    FROM accounts
    UNION ALL
    SELECT lower(platform) || ':' || channel_id, platform, channel_id, 'channel', handle, title, description, url,
           NULL, NULL, created_at, members, coalesce(observed_at, acquired_at), key
    FROM channels
)
SELECT account, platform, account_id, kind, handle, name, bio, url, avatar, banner, created, followers, observed
FROM profiles SEMI JOIN wanted USING (account)
QUALIFY row_number() OVER (PARTITION BY account ORDER BY kind, observed DESC, key) = 1
ORDER BY account
