-- The newest posts of each of $accounts (`platform:id`), at most $most of each, by the account's place among them: one
-- walk through all posts. An unsigned post is its channel's.
WITH wanted AS (
    SELECT unnest($accounts::VARCHAR[]) AS account, unnest(range(len($accounts::VARCHAR[])))::INTEGER AS owner
),
theirs AS (
    SELECT lower(platform) || ':' || coalesce(account_id, channel_id) AS account, platform, posted_at AS time, text, media,
           kind, reply_to, reshare_of, key
    FROM posts
)
SELECT owner, platform, time, text, media, kind, reply_to, reshare_of
FROM theirs JOIN wanted USING (account)
QUALIFY row_number() OVER (PARTITION BY owner ORDER BY time DESC NULLS LAST, key) <= $most
ORDER BY owner, time, key
