-- Which files have this digest, and which posts carry them?
SELECT media_id, platform, post_key, account_id, media_type, description
FROM media
WHERE media_id = $media_id OR md5 = $digits
ORDER BY media_id, post_key
LIMIT $limit
