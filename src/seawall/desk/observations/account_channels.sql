-- In which channels did one account write, and how often? The channel's newest title and handle stand beside it.
SELECT written.channel_id, written.posts, described.title, described.handle, described.url, described.kind
FROM (
    SELECT channel_id, count(*) AS posts
    FROM posts
    WHERE platform = $platform AND account_id = $account_id AND channel_id IS NOT NULL
    GROUP BY channel_id
    ORDER BY posts DESC, channel_id
    LIMIT $limit
) AS written
LEFT JOIN (
    SELECT channel_id, arg_max(title, coalesce(observed_at, acquired_at)) AS title,
           arg_max(handle, coalesce(observed_at, acquired_at)) AS handle,
           arg_max(url, coalesce(observed_at, acquired_at)) AS url,
           arg_max(kind, coalesce(observed_at, acquired_at)) AS kind
    FROM channels
    WHERE platform = $platform
    GROUP BY channel_id
) AS described USING (channel_id)
ORDER BY written.posts DESC, written.channel_id
