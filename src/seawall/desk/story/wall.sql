-- The wall: posts that carry a picture, and the posts nearest to them in time, oldest first.
WITH carriers AS (
    SELECT key, posted_at
    FROM posts
    WHERE platform = $platform AND list_contains(media, $drawing)
    ORDER BY posted_at
    LIMIT $carrier_limit
),
span AS (SELECT min(posted_at) AS first_at, max(posted_at) AS last_at FROM carriers),
others AS (
    SELECT p.key, hash(p.key) AS shuffled
    FROM posts AS p, span
    WHERE
        p.platform = $platform
        AND p.posted_at BETWEEN span.first_at AND span.last_at
        AND p.key NOT IN (SELECT key FROM carriers)
    ORDER BY shuffled
    LIMIT $other_limit
)
SELECT p.key, p.platform, p.account_id, p.posted_at, p.text, p.language, p.media
FROM posts AS p
WHERE p.key IN (SELECT key FROM carriers UNION ALL SELECT key FROM others)
ORDER BY p.posted_at, p.key
