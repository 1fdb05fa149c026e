-- Posts with a text, drawn as if by lot: the same salt draws the same posts.
SELECT key, text
FROM posts
WHERE text IS NOT NULL AND length(trim(text)) >= 12
ORDER BY md5(key::VARCHAR || $salt)
LIMIT $count
