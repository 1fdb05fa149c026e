-- One page of an account's posts, newest first, undated ones last; within a span of time where one is given.
SELECT key, post_id, channel_id, posted_at, text, language, kind, reply_to, reshare_of, url, media, views, replies,
       reshares, likes
FROM posts
WHERE platform = $platform AND account_id = $account_id
  AND ($from_us IS NULL OR epoch_us(posted_at) >= $from_us)
  AND ($to_us IS NULL OR epoch_us(posted_at) < $to_us)
ORDER BY posted_at DESC NULLS LAST, key
LIMIT $limit OFFSET $offset
