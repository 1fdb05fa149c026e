-- Which channels carry this handle, id, title or address? Exact ones first.
SELECT platform, channel_id,
       arg_max(title, coalesce(observed_at, acquired_at)) AS title,
       arg_max(handle, coalesce(observed_at, acquired_at)) AS handle,
       min(CASE WHEN lower(ltrim(handle, '@')) = $exact OR lower(channel_id) = $exact OR url = $url THEN 0 ELSE 1 END)
           AS distance
FROM channels
WHERE ($platform IS NULL OR lower(platform) = $platform)
  AND (
      lower(ltrim(handle, '@')) = $exact
      OR lower(channel_id) = $exact
      OR ($url IS NOT NULL AND url = $url)
      OR ($like IS NOT NULL AND (lower(handle) LIKE $like ESCAPE '!' OR lower(title) LIKE $like ESCAPE '!'))
  )
GROUP BY platform, channel_id
ORDER BY distance, title, platform, channel_id
LIMIT $limit
