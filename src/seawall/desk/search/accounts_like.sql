-- Which accounts carry this handle, id or name? Exact handles and ids first, then names that contain it, newest profile
-- of each account. $like is the lower-case pattern of LIKE, $exact the lower-case handle without @, $platform or null.
SELECT platform, account_id,
       arg_max(handle, coalesce(observed_at, acquired_at)) AS handle,
       arg_max(display_name, coalesce(observed_at, acquired_at)) AS display_name,
       max(closed_at) AS closed_at,
       min(CASE WHEN lower(ltrim(handle, '@')) = $exact OR lower(account_id) = $exact THEN 0 ELSE 1 END) AS distance
FROM accounts
WHERE ($platform IS NULL OR lower(platform) = $platform)
  AND (
      lower(ltrim(handle, '@')) = $exact
      OR lower(account_id) = $exact
      OR (
          $like IS NOT NULL
          AND (lower(handle) LIKE $like ESCAPE '!' OR lower(display_name) LIKE $like ESCAPE '!')
      )
  )
GROUP BY platform, account_id
ORDER BY distance, handle, platform, account_id
LIMIT $limit
