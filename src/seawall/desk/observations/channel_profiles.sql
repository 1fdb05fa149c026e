-- How did one channel describe itself over time? Newest first.
SELECT observed_at, handle, title, description, url, kind, created_at, members, source, acquired_at
FROM channels
WHERE platform = $platform AND channel_id = $channel_id
ORDER BY coalesce(observed_at, acquired_at) DESC, key
LIMIT $limit
