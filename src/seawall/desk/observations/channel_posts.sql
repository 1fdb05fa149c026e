-- One page of what was written in a channel, newest first, undated posts last.
SELECT key, account_id, posted_at, text, kind, media
FROM posts
WHERE platform = $platform AND channel_id = $channel_id
ORDER BY posted_at DESC NULLS LAST, key
LIMIT $limit OFFSET $offset
