-- The newest posts of each of $accounts (`platform:id`), at most $most of each; an unsigned post is its channel's.
WITH wanted AS (SELECT unnest($accounts::VARCHAR[]) AS account),
theirs AS (
    SELECT lower(platform) || ':' || coalesce(account_id, channel_id) AS account, posted_at AS time, text, media, kind,
           reply_to, reshare_of, key
    FROM posts
)
SELECT account, time, text, media, kind, reply_to, reshare_of
FROM theirs SEMI JOIN wanted USING (account)
QUALIFY row_number() OVER (PARTITION BY account ORDER BY time DESC NULLS LAST, key) <= $most
ORDER BY account, time, key
