-- What does each entry raise now, and what had it raised before $since? Entries of at least $least accounts.
WITH
first_found AS (
    SELECT
        finding_id,
        min(acquired_at) AS found_at
    FROM findings
    GROUP BY finding_id
),
current AS (
    SELECT *
    FROM findings
    QUALIFY row_number() OVER (PARTITION BY finding_id ORDER BY revision DESC) = 1
)
SELECT
    current.bank,
    current.entry_id,
    count(DISTINCT current.observation) AS observations,
    count(DISTINCT {'platform': current.platform, 'owner': coalesce(current.account_id, current.channel_id)}) AS accounts,
    count(DISTINCT current.observation) FILTER (WHERE first_found.found_at < $since) AS observations_before,
    count(DISTINCT {'platform': current.platform, 'owner': coalesce(current.account_id, current.channel_id)})
        FILTER (WHERE first_found.found_at < $since) AS accounts_before
FROM current
JOIN first_found ON first_found.finding_id = current.finding_id
WHERE current.raised AND NOT current.withdrawn
GROUP BY current.bank, current.entry_id
HAVING accounts >= $least
ORDER BY current.bank, current.entry_id
