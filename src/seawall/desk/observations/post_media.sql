-- Which media does one post carry?
SELECT media_id, media_type, file, md5, byte_count, width, height, description
FROM media
WHERE post_key = $key
ORDER BY media_id
LIMIT 50
