-- Which posts stand at this address, or have this id?
SELECT key
FROM posts
WHERE url IN ($written, $url) OR post_id = $written
ORDER BY posted_at DESC NULLS LAST, key
LIMIT $limit
