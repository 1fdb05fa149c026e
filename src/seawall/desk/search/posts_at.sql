-- Which posts stand at this address, have this id, or this key?
SELECT key
FROM posts
WHERE url IN ($written, $url) OR post_id = $written OR ($key IS NOT NULL AND key = $key)
ORDER BY posted_at DESC NULLS LAST, key
LIMIT $limit
