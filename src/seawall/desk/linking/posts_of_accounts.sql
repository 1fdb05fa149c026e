-- The newest posts of each of $accounts (`platform:id`), at most $most of each; an unsigned post is its channel's. $ids are
-- what may be the ids in these names: files are looked through by them, a column at a time, several times as quickly.
WITH wanted AS (SELECT unnest($accounts::VARCHAR[]) AS account),
ids AS (SELECT unnest($ids::VARCHAR[]) AS id),
theirs AS (
    SELECT lower(platform) || ':' || account_id AS account, platform, posted_at AS time, text, media, kind, reply_to,
           reshare_of, key
    FROM posts WHERE account_id IN (SELECT id FROM ids)
    UNION ALL
    SELECT lower(platform) || ':' || channel_id, platform, posted_at, text, media, kind, reply_to, reshare_of, key
    FROM posts WHERE account_id IS NULL AND channel_id IN (SELECT id FROM ids)
)
SELECT account, platform, time, text, media, kind, reply_to, reshare_of
FROM theirs SEMI JOIN wanted USING (account)
QUALIFY row_number() OVER (PARTITION BY account ORDER BY time DESC NULLS LAST, key) <= $most
ORDER BY account, time, key
