-- Which bank entries were met by each account (or, for unsigned posts, channel), how often and when: one row a fact.
WITH current AS (
    SELECT *
    FROM findings
    QUALIFY row_number() OVER (PARTITION BY finding_id ORDER BY revision DESC) = 1
)
SELECT
    platform,
    account_id,
    CASE WHEN account_id IS NULL THEN channel_id END AS channel_id,
    signal_type,
    entry_value,
    max(score) AS score,
    list_sort(list(DISTINCT bank)) AS banks,
    count(DISTINCT observation) FILTER (WHERE raised) AS raised_observations,
    count(DISTINCT observation) FILTER (WHERE NOT raised) AS other_observations,
    min(posted_at) AS first_at,
    max(posted_at) AS last_at
FROM current
WHERE NOT withdrawn AND (account_id IS NOT NULL OR channel_id IS NOT NULL) -- a file by itself is nobody's
GROUP BY ALL
ORDER BY platform, account_id, channel_id, signal_type, entry_value
