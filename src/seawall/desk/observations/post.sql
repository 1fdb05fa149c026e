-- One post by its key, with where it came from.
SELECT key, batch, source, acquired_at, platform, post_id, account_id, channel_id, posted_at, text, language, kind,
       reply_to, reshare_of, url, media, views, replies, reshares, likes
FROM posts
WHERE key = $key
