-- These posts, in no order.
SELECT key, platform, post_id, account_id, channel_id, posted_at, text, kind, url, media
FROM posts
WHERE key IN (SELECT unnest($keys::BLOB[]))
