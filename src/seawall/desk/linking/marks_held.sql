-- Which of $marks (see texts_that_name.sql) does the corpus still hold the text of?
WITH wanted AS (SELECT unnest($marks::UBIGINT[]) AS mark),
held AS (
    SELECT hash(key) AS mark FROM posts
    UNION ALL
    SELECT hash(key) FROM accounts
    UNION ALL
    SELECT hash(key) FROM channels
)
SELECT mark FROM wanted WHERE mark IN (SELECT mark FROM held)
