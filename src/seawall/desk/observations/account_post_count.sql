-- How many posts of one account are there, within a span of microseconds since 1970 where one is given?
SELECT count(*) AS posts
FROM posts
WHERE platform = $platform AND account_id = $account_id
  AND ($from_us IS NULL OR epoch_us(posted_at) >= $from_us)
  AND ($to_us IS NULL OR epoch_us(posted_at) < $to_us)
