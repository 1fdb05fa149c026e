-- Who wrote the posts that others answer or reshare, and what is the author called: `@handle` by the newest profile that has one, else
-- `@platform:id`? Of $posts (their ids), of all that $accounts (`platform:id`) answer or reshare, or with $everything of all. A platform's id that stands at posts of
-- several authors names nobody, nor does one of a post that the corpus does not hold. An unsigned post is its channel's.
WITH named AS (
    SELECT unnest([reply_to, reshare_of]) AS post_id FROM posts
    WHERE (reply_to IS NOT NULL OR reshare_of IS NOT NULL) AND (
        $everything OR lower(platform) || ':' || coalesce(account_id, channel_id) IN (SELECT unnest($accounts::VARCHAR[]))
    )
),
asked AS (
    SELECT unnest($posts::VARCHAR[]) AS post_id
    UNION
    SELECT post_id FROM named WHERE post_id IS NOT NULL AND NOT starts_with(post_id, '@')
),
found AS (
    SELECT lower(platform) AS platform, post_id, min(coalesce(account_id, channel_id)) AS author,
           account_id IS NULL AS unsigned
    FROM posts
    WHERE post_id IN (SELECT post_id FROM asked)
    GROUP BY ALL
    HAVING min(coalesce(account_id, channel_id)) = max(coalesce(account_id, channel_id))
),
authored AS (
    SELECT platform, post_id, author, unsigned FROM found QUALIFY count(*) OVER (PARTITION BY platform, post_id) = 1
),
profiles AS (
    SELECT lower(platform) AS platform, account_id AS author, FALSE AS unsigned, trim(ltrim(trim(handle), '@')) AS handle,
           coalesce(observed_at, acquired_at) AS observed, key
    FROM accounts
    UNION ALL
    SELECT lower(platform), channel_id, TRUE, trim(ltrim(trim(handle), '@')), coalesce(observed_at, acquired_at), key
    FROM channels
),
handles AS (
    SELECT platform, author, unsigned, handle
    FROM profiles SEMI JOIN authored USING (platform, author, unsigned)
    WHERE handle <> ''
    QUALIFY row_number() OVER (PARTITION BY platform, author, unsigned ORDER BY observed DESC, key) = 1
)
SELECT platform, post_id, platform || ':' || author AS account, '@' || coalesce(handle, platform || ':' || author) AS name
FROM authored LEFT JOIN handles USING (platform, author, unsigned)
