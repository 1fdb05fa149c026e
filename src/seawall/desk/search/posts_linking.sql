-- Which posts link to this canonical address? Newest first.
SELECT post_key AS key, max(occurred_at) AS newest
FROM interactions
WHERE kind = 'linked' AND target = $url AND post_key IS NOT NULL
GROUP BY post_key
ORDER BY newest DESC NULLS LAST, key
LIMIT $limit
