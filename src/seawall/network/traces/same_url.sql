-- Accounts that post the same address: the canonical form of each link in a post.
SELECT
    LOWER(platform) || ':' || COALESCE(account_id, channel_id) AS account,
    target AS item,
    occurred_at AS time,
    post_key
FROM interactions
WHERE kind = 'linked'
  AND occurred_at IS NOT NULL
  AND COALESCE(account_id, channel_id) IS NOT NULL
ORDER BY item, time, account
