-- How many posts were written in one channel on each day (UTC)? Undated ones stand under a null day.
SELECT (epoch_us(posted_at) // 86400000000)::INTEGER AS day_number, count(*) AS posts
FROM posts
WHERE platform = $platform AND channel_id = $channel_id
GROUP BY day_number
ORDER BY day_number
