-- The wall: the news agency's report that carries the drawing, the posts nearest to it in time that carry it too, and
-- some others of the same hours, oldest first.
WITH report AS (
    SELECT posted_at
    FROM posts
    WHERE platform = $platform AND account_id = $newsroom AND list_contains(media, $drawing)
    ORDER BY posted_at
    LIMIT 1
),
carriers AS (
    SELECT p.key, p.posted_at
    FROM posts AS p, report
    WHERE p.platform = $platform AND list_contains(p.media, $drawing)
    ORDER BY abs(epoch_us(p.posted_at) - epoch_us(report.posted_at)), p.key
    LIMIT $carrier_limit
),
span AS (SELECT min(posted_at) AS first_at, max(posted_at) AS last_at FROM carriers),
others AS (
    SELECT p.key
    FROM posts AS p, span
    WHERE
        p.platform = $platform
        AND p.posted_at BETWEEN span.first_at AND span.last_at
        AND p.key NOT IN (SELECT key FROM carriers)
    ORDER BY hash(p.key)
    LIMIT $other_limit
)
SELECT p.key, p.platform, p.account_id, p.posted_at, p.text, p.language, p.media
FROM posts AS p
WHERE p.key IN (SELECT key FROM carriers UNION ALL SELECT key FROM others)
ORDER BY p.posted_at, p.key
