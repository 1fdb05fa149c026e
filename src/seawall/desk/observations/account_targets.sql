-- Whom and what does one account link to, mention, reshare, tag? The $limit most frequent targets of each kind.
SELECT kind, target, times, first_at, last_at
FROM (
    SELECT kind, target, count(*) AS times, min(occurred_at) AS first_at, max(occurred_at) AS last_at,
           row_number() OVER (PARTITION BY kind ORDER BY count(*) DESC, target) AS place
    FROM interactions
    WHERE platform = $platform AND account_id = $account_id
    GROUP BY kind, target
)
WHERE place <= $limit
ORDER BY kind, place
