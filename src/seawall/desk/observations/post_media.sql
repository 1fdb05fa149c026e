-- What is known of the media that one post carries: rows that name the post, and rows of the ids that it lists.
SELECT media_id,
       any_value(media_type) AS media_type,
       any_value(width) AS width,
       any_value(height) AS height,
       any_value(description) AS description
FROM media
WHERE post_key = $key OR media_id IN (SELECT unnest($media_ids::VARCHAR[]))
GROUP BY media_id
ORDER BY media_id
LIMIT 50
