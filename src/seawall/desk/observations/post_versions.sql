-- Other versions of the same post (an edited text is a post of its own key), newest acquisition first.
SELECT key, posted_at, acquired_at, text
FROM posts
WHERE platform = $platform AND post_id = $post_id AND key <> $key
ORDER BY acquired_at DESC, key
LIMIT 20
