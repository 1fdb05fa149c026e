-- What is known of one file: its type, where it lies, who posted it; one row a sighting.
SELECT media_id, platform, post_key, account_id, media_type, file, md5, byte_count, width, height, description
FROM media
WHERE media_id = $media_id
ORDER BY post_key
LIMIT 50
