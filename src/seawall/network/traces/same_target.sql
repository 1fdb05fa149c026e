-- Accounts that reply to the same post.
SELECT
    LOWER(platform) || ':' || COALESCE(account_id, channel_id) AS account,
    target AS item,
    occurred_at AS time,
    post_key
FROM interactions
WHERE kind = 'replied'
  AND occurred_at IS NOT NULL
  AND COALESCE(account_id, channel_id) IS NOT NULL
ORDER BY item, time, account
