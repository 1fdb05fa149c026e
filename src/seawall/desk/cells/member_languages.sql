-- How many posts does each of $accounts (`platform:id`) have in each language that its source names?
WITH wanted AS (SELECT unnest($accounts::VARCHAR[]) AS account),
posted AS (
    SELECT lower(platform) || ':' || coalesce(account_id, channel_id) AS account, language FROM posts
    WHERE language IS NOT NULL AND language <> ''
)
SELECT account, language, count(*) AS posts FROM posted SEMI JOIN wanted USING (account)
GROUP BY account, language ORDER BY account, posts DESC, language
