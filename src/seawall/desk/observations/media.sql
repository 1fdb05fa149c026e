-- Where does one file lie, as far as sources say? One row a sighting; a file that only a post lists has one without a name.
SELECT file
FROM media
WHERE media_id = $media_id
UNION ALL
SELECT NULL AS file
FROM (SELECT 1 FROM posts WHERE list_contains(media, $media_id) LIMIT 1)
LIMIT 50
