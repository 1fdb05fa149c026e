-- How many posts did one account write on each day (UTC), and how many of them were reshares? Undated posts have no day.
SELECT (epoch_us(posted_at) // 86400000000)::INTEGER AS day_number,
       count(*) AS posts,
       count(*) FILTER (kind = 'reshare') AS reshares
FROM posts
WHERE platform = $platform AND account_id = $account_id AND posted_at IS NOT NULL
GROUP BY day_number
ORDER BY day_number
