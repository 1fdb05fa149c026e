-- Which posts of each of $accounts (`platform:id`) does the corpus hold? A mark over their number and keys, by the account's
-- place among them; an account without posts has no row. $ids: see posts_of_accounts.sql.
WITH wanted AS (
    SELECT unnest($accounts::VARCHAR[]) AS account, unnest(range(len($accounts::VARCHAR[]))) AS owner
),
ids AS (SELECT unnest($ids::VARCHAR[]) AS id),
theirs AS (
    SELECT lower(platform) || ':' || account_id AS account, key FROM posts WHERE account_id IN (SELECT id FROM ids)
    UNION ALL
    SELECT lower(platform) || ':' || channel_id, key
    FROM posts WHERE account_id IS NULL AND channel_id IN (SELECT id FROM ids)
)
SELECT owner, hash(bit_xor(hash(key)), count(*)) AS mark
FROM theirs JOIN wanted USING (account)
GROUP BY owner
