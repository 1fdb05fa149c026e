-- How many posts are there, and how many were there before $since?
SELECT
    count(*) AS rows_now,
    count(*) FILTER (WHERE acquired_at < $since) AS rows_before
FROM posts
