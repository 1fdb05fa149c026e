-- How did one account describe itself over time? Newest snapshot first, at most $limit; snapshots that differ in
-- nothing but counts are kept, since counts over time are told too.
SELECT observed_at, handle, display_name, bio, url, avatar, banner, created_at, followers, following, post_count,
       closed_at, source, batch, acquired_at
FROM accounts
WHERE platform = $platform AND account_id = $account_id
ORDER BY coalesce(observed_at, acquired_at) DESC, key
LIMIT $limit
