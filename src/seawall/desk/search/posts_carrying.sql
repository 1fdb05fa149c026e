-- Which posts name this file among their media? Newest first.
SELECT key
FROM posts
WHERE list_contains(media, $media_id)
ORDER BY posted_at DESC NULLS LAST, key
LIMIT $limit
