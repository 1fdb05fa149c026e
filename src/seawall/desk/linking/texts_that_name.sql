-- Posts and profiles of $batches whose text may name an account, and so announce one: what they say, whose they are, and a
-- mark that stays theirs while the corpus holds them. An unsigned post is its channel's.
WITH told AS (
    SELECT batch, key, lower(platform) || ':' || coalesce(account_id, channel_id) AS account, text FROM posts
    UNION ALL
    SELECT batch, key, lower(platform) || ':' || account_id, bio FROM accounts
    UNION ALL
    SELECT batch, key, lower(platform) || ':' || channel_id, description FROM channels
)
SELECT hash(key) AS mark, account, text
FROM told
WHERE batch IN (SELECT unnest($batches::VARCHAR[]))
  AND (contains(text, '@') OR contains(text, '＠') OR contains(text, '/'))
