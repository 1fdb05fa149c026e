-- Every text of a post with its key and time, for comparison in the normal form.
SELECT key, posted_at, text
FROM posts
WHERE text IS NOT NULL
