-- What does one post link to, mention, reshare, tag, attach?
SELECT kind, target, occurred_at
FROM interactions
WHERE post_key = $key
ORDER BY kind, target
LIMIT 200
