-- The newest profile of an account or channel ($account is `platform:id`), else its newest post: what a case is about.
SELECT * FROM (
    SELECT key, 'accounts' AS kind, 1 AS rank, coalesce(observed_at, acquired_at) AS seen_at FROM accounts
    WHERE lower(platform) || ':' || account_id = $account
    UNION ALL
    SELECT key, 'channels', 2, coalesce(observed_at, acquired_at) FROM channels
    WHERE lower(platform) || ':' || channel_id = $account
    UNION ALL
    SELECT key, 'posts', 3, coalesce(posted_at, acquired_at) FROM posts
    WHERE lower(platform) || ':' || coalesce(account_id, channel_id) = $account
)
ORDER BY rank, seen_at DESC, key
LIMIT 1
