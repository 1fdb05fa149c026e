-- Which accounts and unsigned channels are to be compared, in the order of their names after $after? Those with a row in
-- one of $batches, those seen after $since, or all. A name is `platform:id`, the platform in small letters.
WITH seen AS (
    SELECT lower(platform) || ':' || account_id AS account, batch, coalesce(observed_at, acquired_at) AS seen_at FROM accounts
    UNION ALL
    SELECT lower(platform) || ':' || channel_id, batch, coalesce(observed_at, acquired_at) FROM channels
    UNION ALL
    SELECT lower(platform) || ':' || coalesce(account_id, channel_id), batch, coalesce(posted_at, acquired_at) FROM posts
)
SELECT DISTINCT account
FROM seen
WHERE account > $after
  AND ($everything OR batch IN (SELECT unnest($batches::VARCHAR[])) OR seen_at >= $since::TIMESTAMPTZ)
ORDER BY account
