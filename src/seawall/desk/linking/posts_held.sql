-- How many posts of $accounts does the corpus hold, and which? A count and a sum over their keys.
WITH wanted AS (SELECT unnest($accounts::VARCHAR[]) AS account),
theirs AS (SELECT lower(platform) || ':' || coalesce(account_id, channel_id) AS account, key FROM posts)
SELECT count(*) AS posts, coalesce(bit_xor(hash(key)), 0)::VARCHAR AS mark
FROM theirs SEMI JOIN wanted USING (account)
