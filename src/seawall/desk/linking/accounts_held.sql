-- Which of $accounts (`platform:id`) does the corpus hold anything of?
WITH wanted AS (SELECT unnest($accounts::VARCHAR[]) AS account),
held AS (
    SELECT lower(platform) || ':' || account_id AS account FROM accounts
    UNION ALL
    SELECT lower(platform) || ':' || channel_id FROM channels
    UNION ALL
    SELECT lower(platform) || ':' || coalesce(account_id, channel_id) FROM posts
)
SELECT account FROM wanted WHERE account IN (SELECT account FROM held) ORDER BY account
