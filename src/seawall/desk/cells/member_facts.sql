-- What the corpus knows of each of $accounts (`platform:id`, channels included): followers, views, posts, first and last post.
WITH wanted AS (SELECT unnest($accounts::VARCHAR[]) AS account),
profiles AS (
    SELECT lower(platform) || ':' || account_id AS account, followers, closed_at,
           coalesce(observed_at, acquired_at) AS seen_at, key
    FROM accounts
    UNION ALL
    SELECT lower(platform) || ':' || channel_id, members, NULL, coalesce(observed_at, acquired_at), key
    FROM channels
),
newest AS (
    SELECT account, arg_max(followers, seen_at) FILTER (WHERE followers IS NOT NULL) AS followers,
           max(closed_at) AS closed_at
    FROM profiles SEMI JOIN wanted USING (account) GROUP BY account
),
posted AS (
    SELECT lower(platform) || ':' || coalesce(account_id, channel_id) AS account, count(*) AS posts,
           sum(views)::BIGINT AS views, min(posted_at) AS first_at, max(posted_at) AS last_at
    FROM posts GROUP BY 1
)
SELECT account, followers, closed_at, coalesce(posts, 0) AS posts, views, first_at, last_at
FROM wanted LEFT JOIN newest USING (account) LEFT JOIN (SELECT * FROM posted SEMI JOIN wanted USING (account)) USING (account)
ORDER BY account
