-- The newest profile of an account or channel ($account is `platform:id`), else its newest post: what a case is about.
SELECT * FROM (
    SELECT key, 'accounts' AS kind, 1 AS rank, platform, account_id, NULL::VARCHAR AS channel_id, handle, display_name,
           bio, url, coalesce(observed_at, acquired_at) AS seen_at
    FROM accounts WHERE lower(platform) || ':' || account_id = $account
    UNION ALL
    SELECT key, 'channels', 2, platform, NULL, channel_id, handle, title, description, url,
           coalesce(observed_at, acquired_at)
    FROM channels WHERE lower(platform) || ':' || channel_id = $account
    UNION ALL
    SELECT key, 'posts', 3, platform, account_id, CASE WHEN account_id IS NULL THEN channel_id END, NULL, NULL, NULL, NULL,
           coalesce(posted_at, acquired_at)
    FROM posts WHERE lower(platform) || ':' || coalesce(account_id, channel_id) = $account
)
ORDER BY rank, seen_at DESC, key
LIMIT 1
