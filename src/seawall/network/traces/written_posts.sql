-- Posts in their authors' own words: what the traces of texts and hashtags are taken from. Reshares are no own words.
SELECT
    LOWER(platform) || ':' || COALESCE(account_id, channel_id) AS account,
    text,
    posted_at AS time,
    key AS post_key
FROM posts
WHERE text IS NOT NULL
  AND kind <> 'reshare'
  AND posted_at IS NOT NULL
  AND COALESCE(account_id, channel_id) IS NOT NULL
